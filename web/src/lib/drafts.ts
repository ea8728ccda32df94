/**
 * What somebody types into a form, kept on this device as they type: per person, so that two who share a computer do not
 * see each other's. It comes back when the form opens again, and goes when the form was sent.
 */
import { useEffect, useRef, useState } from 'react'
import { keep, kept, keptKeys } from './storage'

interface Kept<T> {
  at: number
  value: T
}

/** Drafts that nobody touched for so long are dropped, milliseconds. */
const OLD = 60 * 86_400_000
/** Pause after the last key before it is kept, milliseconds. */
const PAUSE = 400

const place = (person: number, name: string) => `draft.${person}.${name}`

function find<T>(key: string): Kept<T> | null {
  try {
    const found = JSON.parse(kept(key) ?? 'null') as Kept<T> | null
    return found && Date.now() - found.at < OLD ? found : null
  } catch {
    return null
  }
}

/**
 * State that is kept. `name` is of the form and the thing it is about (`request.new`, `comment.42`).
 * `restoredAt`: when the value is one from before; `forget()` drops it and starts over.
 */
export function useDraft<T>(person: number, name: string, initial: T) {
  const key = place(person, name)
  const start = useRef(initial)
  const [before] = useState(() => find<T>(key))
  const [value, setValue] = useState<T>(before?.value ?? initial)
  const [restoredAt, setRestoredAt] = useState<number | null>(before?.at ?? null)
  const [keptAt, setKeptAt] = useState<number | null>(null)
  const pending = useRef<T | null>(null)

  useEffect(() => {
    if (value === start.current || JSON.stringify(value) === JSON.stringify(start.current)) return undefined
    pending.current = value
    const write = () => {
      if (pending.current === null) return
      const now = Date.now()
      if (keep(key, JSON.stringify({ at: now, value: pending.current }))) setKeptAt(now)
      pending.current = null
    }
    const timer = setTimeout(write, PAUSE)
    addEventListener('pagehide', write)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', write)
      // Leaving the page within the pause keeps the last keys too.
      if (pending.current !== null && keep(key, JSON.stringify({ at: Date.now(), value: pending.current }))) pending.current = null
    }
  }, [key, value])

  const forget = () => {
    pending.current = null
    keep(key, null)
    setValue(start.current)
    setRestoredAt(null)
    setKeptAt(null)
  }
  return { value, setValue, restoredAt, keptAt, forget }
}

/** Leaves a draft for a form that is not on screen: it opens with it. */
export const keepDraft = <T>(person: number, name: string, value: T) => keep(place(person, name), JSON.stringify({ at: Date.now(), value }))

/** Whether there is a draft, without opening its form. */
export const draftKeptAt = (person: number, name: string) => find(place(person, name))?.at ?? null

/** All of a person's drafts whose name begins so. */
export function draftsOf<T>(person: number, beginning: string): { name: string; at: number; value: T }[] {
  const start = place(person, beginning)
  return keptKeys(start).flatMap((key) => {
    const found = find<T>(key)
    return found ? [{ name: key.slice(place(person, '').length), ...found }] : []
  })
}
