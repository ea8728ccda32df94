/** What narrows the list of requests: to be chosen, and shown as chips that take it away again. */
import { useQuery } from '@tanstack/react-query'
import { Button as AriaButton } from 'react-aria-components'
import { readAll } from '@/api/query'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { ComboBox, Select } from '@/components/Pick'
import { longDay } from '@/lib/dates'
import { CATEGORIES, categoryName, stateName, STATES } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import type { ListSearch } from '../routes'
import { t } from '../texts'

const DAYS = ['filed_from', 'filed_to', 'closed_from', 'closed_to'] as const

export type Set = (change: Partial<Record<keyof ListSearch, unknown>>) => void

const useUnits = () => useQuery(readAll('/api/v1/units', { query: { fields: ['id', 'name'] } }))
const useDesks = () => useQuery(readAll('/api/v1/desks', { query: { fields: ['id', 'name'] } }))

export function Filters({ isOpen, onClose, search, set }: { isOpen: boolean; onClose: () => void; search: ListSearch; set: Set }) {
  const units = useUnits()
  const desks = useDesks()
  const me = useMe()
  const tags = useQuery(readAll('/api/v1/tags', { query: {} }))
  return (
    <Dialog
      title={t.filters}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button kind="primary" onPress={onClose}>
            {t.showThem}
          </Button>
          <Button onPress={() => set({ state: null, category: null, unit_id: null, desk_id: null, owner_id: null, tag: null, overdue: null, theme_id: null, meeting_id: null, filed_from: null, filed_to: null, closed_from: null, closed_to: null })}>{t.clearAll}</Button>
        </>
      }
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Select label={t.state} any={t.any} value={search.state ?? null} onChange={(state) => set({ state, state_group: null })} options={STATES.map((id) => ({ id, name: stateName[id] }))} />
        <Select label={t.category} any={t.any} value={search.category ?? null} onChange={(category) => set({ category })} options={CATEGORIES.map((id) => ({ id, name: categoryName[id] }))} />
        <ComboBox label={t.unit} placeholder={t.any} value={search.unit_id ?? null} onChange={(unit_id) => set({ unit_id })} options={units.data ?? []} />
        <ComboBox label={t.desk} placeholder={t.any} value={search.desk_id ?? null} onChange={(desk_id) => set({ desk_id })} options={desks.data ?? []} />
        <Select label={t.owner} any={t.any} value={search.owner_id ?? null} onChange={(owner_id) => set({ owner_id })} options={[{ id: me.id, name: t.me }]} />
        {DAYS.map((name) => (
          <DateField key={name} label={t.days[name]} value={search[name] ?? null} onChange={(day) => set({ [name]: day })} />
        ))}
        <ComboBox label={t.tag} placeholder={t.any} value={search.tag ?? null} onChange={(tag) => set({ tag })} options={(tags.data ?? []).map((tag) => ({ id: tag.name, name: tag.name }))} />
      </div>
      <Checkbox isSelected={search.overdue ?? false} onChange={(on) => set({ overdue: on ? true : null })}>
        {t.overdue}
      </Checkbox>
    </Dialog>
  )
}

/** What narrows the list now, each to be taken away. */
export function Chips({ search, set }: { search: ListSearch; set: Set }) {
  const units = useUnits()
  const desks = useDesks()
  const me = useMe()
  const nameOf = (list: { id: number; name: string }[] | undefined, id: number) => list?.find((item) => item.id === id)?.name ?? `#${number(id)}`
  const chips: [keyof ListSearch, string][] = []
  if (search.state) chips.push(['state', stateName[search.state]])
  if (search.category) chips.push(['category', categoryName[search.category]])
  if (search.unit_id) chips.push(['unit_id', nameOf(units.data, search.unit_id)])
  if (search.desk_id) chips.push(['desk_id', nameOf(desks.data, search.desk_id)])
  if (search.owner_id) chips.push(['owner_id', `${t.owner}: ${search.owner_id === me.id ? t.me : number(search.owner_id)}`])
  if (search.theme_id) chips.push(['theme_id', `${t.theme} ${number(search.theme_id)}`])
  if (search.meeting_id) chips.push(['meeting_id', `${t.meeting} ${number(search.meeting_id)}`])
  if (search.tag) chips.push(['tag', search.tag])
  for (const name of DAYS) if (search[name]) chips.push([name, t.day[name](longDay(search[name]))])
  if (search.overdue) chips.push(['overdue', t.overdue])
  if (chips.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map(([name, text]) => (
        <li key={name}>
          <AriaButton
            onPress={() => set({ [name]: null })}
            className="inline-flex items-center gap-1.5 rounded-full bg-accent-soft text-accent-strong ps-3 pe-2 h-9 md:h-8 text-sm cursor-pointer outline-none focus-visible:focus-ring hover:opacity-85"
          >
            <bdi>{text}</bdi>
            <Icon name="close" className="size-4" />
          </AriaButton>
        </li>
      ))}
    </ul>
  )
}
