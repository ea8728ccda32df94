/**
 * Keyboard shortcuts. They match `event.code`, the place of a key: on a Persian layout `event.key` is another letter. A page
 * registers its own while it is on screen; `?` lists all that are registered.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** `KeyA`, `Slash`, `Enter` …; `Shift+Slash`; or two keys one after the other: `KeyG KeyR`. */
  keys: string
  /** What it does, for the list. */
  what: string
  /** Where in the list. */
  group: string
  run: () => void
}

let registered: readonly Shortcut[] = []
const listeners = new Set<() => void>()
const changed = (to: readonly Shortcut[]) => {
  registered = to
  for (const listener of listeners) listener()
}

/** Pause after the first key of two, milliseconds. */
const SECOND = 1200
let first: { code: string; until: number } | null = null

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=textbox], [role=combobox], [role=spinbutton]') !== null)

/** Whether an overlay (dialog, menu) is open: then its keys are its own. */
const covered = () => document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-in-popover]') !== null

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (typing(event.target) || covered()) return
  // Keys that a focused control uses itself stay with it.
  const control = event.target instanceof HTMLElement && event.target.closest('button, a, [role=button], [role=tab], [role=option], summary')
  if (control && (event.code === 'Enter' || event.code === 'Space')) return
  const code = (event.shiftKey ? 'Shift+' : '') + event.code
  const started = first && first.until > Date.now() ? first.code : null
  first = null
  const found = registered.findLast((shortcut) => shortcut.keys === (started ? `${started} ${code}` : code))
  if (found) {
    event.preventDefault()
    found.run()
  } else if (registered.some((shortcut) => shortcut.keys.startsWith(`${code} `))) {
    first = { code, until: Date.now() + SECOND }
  }
}

if (typeof document !== 'undefined') document.addEventListener('keydown', onKey)

/** Registers while the component is on screen. Later ones win over earlier ones with the same keys. */
export function useShortcuts(shortcuts: Shortcut[]) {
  const current = useRef(shortcuts)
  current.current = shortcuts
  const names = shortcuts.map((s) => `${s.keys}|${s.what}|${s.group}`).join('\n')
  useEffect(() => {
    const mine = current.current.map((shortcut, i) => ({ ...shortcut, run: () => current.current[i]?.run() }))
    changed([...registered, ...mine])
    return () => changed(registered.filter((shortcut) => !mine.includes(shortcut)))
  }, [names])
}

export const useAllShortcuts = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => registered,
  )

/** How a key is written for people, by its place on a Latin keyboard. */
export function keyLabel(code: string): string {
  if (code === 'Shift+Slash') return '?'
  return code
    .replace('Shift+', '⇧ ')
    .replace(/Key|Digit/, '')
    .replace('Slash', '/')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑')
    .replace('Escape', 'Esc')
    .replace('Space', '␣')
}
