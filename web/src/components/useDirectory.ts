/** Units, desks and people as choices: short lists, read whole and kept for minutes. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readAll } from '@/api/query'
import { useMay, useMe } from '@/lib/session'

export const useUnits = (enabled = true) =>
  useQuery({ ...readAll('/api/v1/units', { query: { fields: ['id', 'name', 'kind', 'parent_id', 'head', 'active'] } }), enabled })

export const useDesks = (enabled = true) => useQuery({ ...readAll('/api/v1/desks', { query: { fields: ['id', 'name', 'members', 'active'] } }), enabled })

/** Only for those who may see who has an account; others get none. */
export function usePeople(enabled = true) {
  const lists = useMay('list_people')
  return useQuery({ ...readAll('/api/v1/users', { query: { fields: ['id', 'name', 'email', 'roles', 'active'] } }), enabled: enabled && lists })
}

/**
 * Who can stand in for somebody. Those who may not list people choose among the heads of units and the members of desks,
 * whom everybody sees.
 */
export function useColleagues(besides: number) {
  const lists = useMay('list_people')
  const people = usePeople(lists)
  const units = useUnits(!lists)
  const desks = useDesks(!lists)
  return useMemo(() => {
    const known = new Map<number, { id: number; name: string; note?: string }>()
    for (const person of people.data ?? []) if (person.active) known.set(person.id, { id: person.id, name: person.name, note: person.email })
    for (const unit of units.data ?? []) if (unit.head) known.set(unit.head.id, { id: unit.head.id, name: unit.head.name })
    for (const desk of desks.data ?? []) for (const member of desk.members) known.set(member.id, { id: member.id, name: member.name, note: desk.name })
    known.delete(besides)
    return [...known.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'fa'))
  }, [people.data, units.data, desks.data, besides])
}

/** The units that somebody files for: their own; the director for all. */
export function useOwnUnits() {
  const me = useMe()
  const own = [...new Map(me.roles.flatMap((held) => (held.unit && held.role !== 'owner' ? [[held.unit.id, held.unit]] : []))).values()]
  const all = useQuery({ ...readAll('/api/v1/units', { query: { active: true, fields: ['id', 'name'] } }), enabled: own.length === 0 })
  return own.length > 0 ? own : (all.data ?? [])
}
