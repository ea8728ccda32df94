/**
 * Server-sent events: the newest state of something, as long as it is on screen. The browser comes back by itself after a
 * lost line; when the server closes for good (`over`, or an answer that is no stream) it is left closed, unless `again` says
 * how to come back.
 */
import { useEffect, useRef, useState } from 'react'

export type Line = 'connecting' | 'open' | 'lost'

/** The first pause before coming back, and the longest, milliseconds. */
const [SOON, LATE] = [1_000, 60_000]

/**
 * Listens at `path` while it is not `null`; `on` has a handler by the event's name, which gets the data already parsed.
 * A hidden page stops listening and starts again when it is looked at, so that forgotten tabs hold no streams. A stream
 * ends with its token: `again` is called after a pause (a read, which brings a new token), and then it is opened anew.
 */
export function useLive(path: string | null, on: Record<string, (data: unknown) => void>, again?: () => Promise<unknown>): Line {
  const [line, setLine] = useState<Line>('connecting')
  const handlers = useRef(on)
  handlers.current = on
  const comeBack = useRef(again)
  comeBack.current = again
  const names = Object.keys(on).join(' ')

  useEffect(() => {
    if (!path) return undefined
    let source: EventSource | null = null
    let pause = SOON
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      if (source || document.hidden) return
      source = new EventSource(path, { withCredentials: true })
      source.addEventListener('open', () => {
        pause = SOON
        setLine('open')
      })
      source.addEventListener('error', () => {
        setLine('lost')
        if (source?.readyState !== EventSource.CLOSED || !comeBack.current) return
        source = null
        clearTimeout(timer)
        timer = setTimeout(() => void (comeBack.current?.() ?? Promise.resolve()).catch(() => null).then(() => isOver || open()), pause)
        pause = Math.min(pause * 2, LATE)
      })
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
    let isOver = false
    const close = () => {
      clearTimeout(timer)
      source?.close()
      source = null
    }
    const look = () => (document.hidden ? close() : open())
    open()
    document.addEventListener('visibilitychange', look)
    return () => {
      isOver = true
      document.removeEventListener('visibilitychange', look)
      close()
    }
  }, [path, names])
  return line
}
