/** The list of a meeting as it is changed: who stands on it for a unit as its head is shown as that unit, the others as people. */
import type { Invite } from '@/api/schema'

export const asHead = (invite: Invite, headOf: ReadonlyMap<number, number>) => invite.unit_id != null && headOf.get(invite.unit_id) === invite.user_id

export const unitsOf = (invited: readonly Invite[], headOf: ReadonlyMap<number, number>) => invited.flatMap((invite) => (asHead(invite, headOf) && invite.unit_id ? [invite.unit_id] : []))
export const personsOf = (invited: readonly Invite[], headOf: ReadonlyMap<number, number>) => invited.filter((invite) => !asHead(invite, headOf)).map((invite) => invite.user_id)

/** The list with these units, each by its head; nobody is on it twice. */
export function withUnits(invited: readonly Invite[], units: readonly number[], headOf: ReadonlyMap<number, number>): Invite[] {
  const heads = units.flatMap((unit_id) => {
    const user_id = headOf.get(unit_id)
    return user_id ? [{ user_id, unit_id }] : []
  })
  const rest = invited.filter((invite) => !asHead(invite, headOf) && !heads.some((head) => head.user_id === invite.user_id))
  return [...heads.filter((head, i) => heads.findIndex((other) => other.user_id === head.user_id) === i), ...rest]
}

/** The list with these people beside its units; those who stay keep the unit that they stand for. */
export function withPeople(invited: readonly Invite[], people: readonly number[], headOf: ReadonlyMap<number, number>): Invite[] {
  const heads = invited.filter((invite) => asHead(invite, headOf))
  return [...heads, ...people.filter((user_id) => !heads.some((head) => head.user_id === user_id)).map((user_id) => invited.find((invite) => invite.user_id === user_id) ?? { user_id })]
}
