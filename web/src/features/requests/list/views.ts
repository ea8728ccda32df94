/**
 * Views of the list of requests that somebody named: what narrows and sorts it. The server has no place for them, so they are
 * kept on this device, for each person by themselves; a view is an address too and can be sent to others.
 */
import { keep, kept } from '@/lib/storage'
import { listSearch, type ListSearch } from '../routes'

export interface View {
  name: string
  search: ListSearch
}

const place = (person: number) => `views.requests.${person}`

export function viewsOf(person: number): View[] {
  try {
    const found: unknown = JSON.parse(kept(place(person)) ?? '[]')
    if (!Array.isArray(found)) return []
    // What an older version kept is read as an address is: what is not known is left out.
    return found.flatMap((view: Partial<View> | null) => (view && typeof view.name === 'string' && view.name !== '' ? [{ name: view.name, search: listSearch({ ...view.search }) }] : []))
  } catch {
    return []
  }
}

/** Says whether it was kept. A view of the same name gives way. */
export function saveView(person: number, view: View): boolean {
  const name = view.name.trim()
  return keep(place(person), JSON.stringify([...viewsOf(person).filter((other) => other.name !== name), { ...view, name }]))
}

export const dropView = (person: number, name: string) => keep(place(person), JSON.stringify(viewsOf(person).filter((view) => view.name !== name)))

const sorted = (search: ListSearch) => JSON.stringify(Object.entries(search).toSorted(([a], [b]) => a.localeCompare(b)))
export const isSameView = (a: ListSearch, b: ListSearch) => sorted(a) === sorted(b)
