/**
 * Server-sent events: the newest state of something, as long as it is on screen. The browser comes back by itself after a
 * lost line; when the server closes for good (`over`, or an answer that is no stream) it is left closed.
 */
import { useEffect, useRef, useState } from 'react'

export type Line = 'connecting' | 'open' | 'lost'

/**
 * Listens at `path` while it is not `null`; `on` has a handler by the event's name, which gets the data already parsed.
 * A hidden page stops listening and starts again when it is looked at, so that forgotten tabs hold no streams.
 */
export function useLive(path: string | null, on: Record<string, (data: unknown) => void>): Line {
  const [line, setLine] = useState<Line>('connecting')
  const handlers = useRef(on)
  handlers.current = on
  const names = Object.keys(on).join(' ')

  useEffect(() => {
    if (!path) return undefined
    let source: EventSource | null = null
    const open = () => {
      if (source || document.hidden) return
      source = new EventSource(path, { withCredentials: true })
      source.addEventListener('open', () => setLine('open'))
      source.addEventListener('error', () => setLine('lost'))
      for (const name of names.split(' ')) {
        source.addEventListener(name, (event) => {
          let data: unknown
          try {
            data = JSON.parse((event as MessageEvent<string>).data)
          } catch {
            return
          }
          handlers.current[name]?.(data)
        })
      }
    }
    const close = () => {
      source?.close()
      source = null
    }
    const look = () => (document.hidden ? close() : open())
    open()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      close()
    }
  }, [path, names])
  return line
}
