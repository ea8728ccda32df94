/** Who can be asked to a meeting: units (by whoever heads them), people with an account, and guests by mail alone. */
import { useMemo } from 'react'
import { Button, IconButton } from '@/components/Button'
import { TextField } from '@/components/Field'
import { PickMany } from '@/components/Many'
import type { Option } from '@/components/Pick'
import { usePeople, useUnits } from '@/components/useDirectory'
import { number } from '@/lib/numbers'
import { t } from './texts'

export interface Known {
  id: number
  name: string
}

/** `besides`: those who are on the list already and may have no account any more. */
export function useInvitable(besides: readonly Known[] = []) {
  const all = usePeople()
  const units = useUnits()
  return useMemo(() => {
    const people = new Map<number, Option<number>>()
    for (const person of all.data ?? []) if (person.active) people.set(person.id, { id: person.id, name: person.name, note: person.email })
    for (const person of besides) if (!people.has(person.id)) people.set(person.id, { id: person.id, name: person.name })
    const headed = (units.data ?? []).filter((unit) => unit.active && unit.head)
    return {
      people: [...people.values()],
      /** Units that somebody heads, with that person beneath. */
      units: headed.map((unit): Option<number> => ({ id: unit.id, name: unit.name, note: unit.head?.name })),
      headOf: new Map(headed.map((unit) => [unit.id, unit.head?.id ?? 0])),
      isReady: units.data !== undefined,
      nameOf: (id: number) => people.get(id)?.name ?? `#${number(id)}`,
      unitNameOf: (id: number) => units.data?.find((unit) => unit.id === id)?.name ?? `#${number(id)}`,
    }
  }, [all.data, units.data, besides])
}

export interface GuestTyped {
  name: string
  email: string
}

/** `at`: the message at a part of the n-th guest. */
export function GuestsField({ value, onChange, at }: { value: readonly GuestTyped[]; onChange: (value: GuestTyped[]) => void; at: (index: number, part: 'name' | 'email') => string | undefined }) {
  const put = (index: number, change: Partial<GuestTyped>) => onChange(value.map((guest, i) => (i === index ? { ...guest, ...change } : guest)))
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="pb-1.5 text-sm font-medium">{t.guests}</legend>
      {value.length === 0 && <p className="text-xs text-muted">{t.guestsHint}</p>}
      {value.map((guest, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a guest being typed is nothing but its place
        <div key={index} className="flex items-start gap-2">
          <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
            <TextField label={`${t.guestName} ${number(index + 1)}`} hideLabel placeholder={t.guestName} maxLength={200} value={guest.name} onChange={(name) => put(index, { name })} error={at(index, 'name')} />
            <TextField label={`${t.guestMail} ${number(index + 1)}`} hideLabel placeholder={t.guestMail} type="email" ltr value={guest.email} onChange={(email) => put(index, { email })} error={at(index, 'email')} />
          </div>
          <IconButton label={t.removeGuest(guest.name)} icon="close" onPress={() => onChange(value.filter((_, i) => i !== index))} />
        </div>
      ))}
      <Button kind="ghost" icon="plus" className="-ms-3" onPress={() => onChange([...value, { name: '', email: '' }])}>
        {t.addGuest}
      </Button>
    </fieldset>
  )
}

export const guestsOf = (typed: readonly GuestTyped[]) => typed.map(({ name, email }) => ({ name: name.trim(), email: email.trim() }))

/** Units and people, as what is invited holds them. */
export function PeopleFields({ units, people, onUnits, onPeople, invitable }: { units: readonly number[]; people: readonly number[]; onUnits: (units: number[]) => void; onPeople: (people: number[]) => void; invitable: ReturnType<typeof useInvitable> }) {
  return (
    <>
      <PickMany label={t.invitedUnits} hint={t.invitedUnitsHint} options={invitable.units} value={units} onChange={onUnits} nameOf={invitable.unitNameOf} />
      <PickMany label={t.invitedPeople} options={invitable.people} value={people} onChange={onPeople} nameOf={invitable.nameOf} />
    </>
  )
}
