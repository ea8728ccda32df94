/** Short messages that come and go by themselves; components/Toasts.tsx shows them and reads them out. */
import { useSyncExternalStore } from 'react'

export type Tone = 'success' | 'danger' | 'neutral'
export interface Toast {
  id: number
  text: string
  tone: Tone
  /** One thing to do about it, such as to take it back. */
  action?: { label: string; run: () => void }
  until: number
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()
const changed = (to: readonly Toast[]) => {
  toasts = to
  for (const listener of listeners) listener()
}

export function dismiss(id: number) {
  changed(toasts.filter((toast) => toast.id !== id))
}

export function say(text: string, tone: Tone = 'success', options: { action?: Toast['action']; seconds?: number } = {}): number {
  const id = next++
  const seconds = options.seconds ?? (tone === 'danger' ? 12 : 6)
  changed([...toasts.slice(-2), { id, text, tone, action: options.action, until: Date.now() + seconds * 1000 }])
  setTimeout(() => dismiss(id), seconds * 1000)
  return id
}

export function useToasts() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}
