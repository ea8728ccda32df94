/** A series of meetings, new or changed: what it is, when it recurs by the Jalali calendar, whom it invites, what stands on every agenda. */
import { useState, type ReactNode } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { PutStandingItem, Quorum, Recurrence, SeriesInvite, SeriesView, Weekday } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { DateField } from '@/components/DateField'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { NumberField } from '@/components/NumberField'
import { ComboBox, Segments, Select } from '@/components/Pick'
import { Note } from '@/components/States'
import { longDay } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { moved } from '@/lib/lists'
import { WEEK, weekdayName } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { ClockField } from '../ClockField'
import { MEETINGS } from '../data'
import { GuestsField, guestsOf, PeopleFields, useInvitable, type GuestTyped } from '../people'
import { FIRST, kindName, nthName, ruleOf, tidied, whenOffName } from './recurrence'
import { t } from '../texts'
import { t as own } from './texts'

const optionsOf = <K extends string>(names: Record<K, string>) => (Object.keys(names) as K[]).map((id) => ({ id, name: names[id] }))
const DAYS = WEEK.map((id) => ({ id, name: weekdayName[id] }))

interface Values {
  title: string
  place: string
  chair_id: number | null
  recurrence: Recurrence | null
  /** Units and people; a person may stand for a unit. */
  invited: SeriesInvite[]
  guests: GuestTyped[]
  standing_items: PutStandingItem[]
  quorum: Quorum | null
  minutes_review_days: number | null
  last_number: number | null
  active: boolean
}

export const valuesOf = (series: SeriesView | null): Values => ({
  title: series?.title ?? '',
  place: series?.place ?? '',
  chair_id: series?.chair?.id ?? null,
  recurrence: series ? (series.recurrence ?? null) : FIRST,
  invited: (series?.invited ?? []).filter((one) => !one.guest).map(({ unit, user }): SeriesInvite => ({ ...(unit ? { unit_id: unit.id } : {}), ...(user ? { user_id: user.id } : {}) })),
  guests: (series?.invited ?? []).flatMap((one) => (one.guest ? [{ name: one.guest.name, email: one.guest.email ?? '' }] : [])),
  standing_items: series?.standing_items ?? [],
  quorum: series?.quorum ?? null,
  minutes_review_days: series?.minutes_review_days ?? null,
  last_number: 0,
  active: series?.active ?? true,
})

/** What is sent of whom it invites, in the order of the pointers that come back. */
export const invitedOf = (value: Pick<Values, 'invited' | 'guests'>): SeriesInvite[] => [...value.invited, ...guestsOf(value.guests).map((guest) => ({ guest }))]

export function SeriesForm({ series, onClose }: { series: SeriesView | null; onClose: () => void }) {
  const [seen] = useState(series)
  const [known] = useState(() => [...(series?.invited ?? []).flatMap((one) => (one.user ? [one.user] : [])), ...(series?.chair ? [series.chair] : [])])
  const invitable = useInvitable(known)
  const nameOf = (invite: SeriesInvite) => (invite.user_id ? invitable.nameOf(invite.user_id) : invite.unit_id ? invitable.unitNameOf(invite.unit_id) : '')
  const body = (value: Values) => ({
    title: value.title,
    place: value.place,
    chair_id: value.chair_id,
    recurrence: value.recurrence && tidied(value.recurrence),
    invited: invitedOf(value),
    standing_items: value.standing_items,
    quorum: value.quorum,
  })
  return (
    <FormDialog
      title={seen ? own.editSeries : own.newSeries}
      draft={`series.${seen?.id ?? 'new'}`}
      initial={valuesOf(seen)}
      {...(seen ? { version: seen.version } : {})}
      width="wide"
      shown={(value) => [
        ...['title', 'place', 'chair_id', 'minutes_review_days', 'last_number', 'quorum/value'],
        ...['day', 'every', 'since', 'at', 'minutes', 'nth', 'weekday'].map((field) => `recurrence/${field}`),
        ...value.standing_items.flatMap((_, i) => [`standing_items/${i}/title`, `standing_items/${i}/minutes`]),
        ...value.guests.flatMap((_, i) => ['name', 'email'].map((part) => `invited/${value.invited.length + i}/guest/${part}`)),
      ]}
      touches={['/api/v1/meeting-series', MEETINGS]}
      done={seen ? t.saved : own.seriesMade}
      send={(value: Values, version, key) =>
        seen
          ? answer(api.PATCH('/api/v1/meeting-series/{id}', { params: { path: { id: seen.id }, header: ifMatch(version) }, body: { ...body(value), minutes_review_days: value.minutes_review_days, active: value.active } }))
          : answer(api.POST('/api/v1/meeting-series', { params: { header: key }, body: { ...body(value), last_number: value.last_number ?? 0 } }))
      }
      read={(current: SeriesView) => valuesOf(current)}
      tell={(value) => [
        [own.seriesTitle, value.title],
        [t.place, value.place],
        [t.chair, value.chair_id ? invitable.nameOf(value.chair_id) : t.noChair],
        [own.recurrence, value.recurrence ? `${ruleOf(value.recurrence)}${comma}${longDay(value.recurrence.since)}` : t.noRule],
        [t.invited, value.invited.map(nameOf).join(comma) || t.everyHead],
        [t.guests, value.guests.map((guest) => guest.name).join(comma)],
        [t.standingItems, value.standing_items.map((item) => `${item.title} (${number(item.minutes)})`).join(comma)],
        [own.quorumTitle, value.quorum ? `${number(value.quorum.value)} ${own.quorumKinds[value.quorum.kind]}` : own.noQuorum],
        [own.reviewDays, value.minutes_review_days === null ? own.reviewDaysUsual : number(value.minutes_review_days)],
        [own.active, value.active ? own.active : t.inactive],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={own.seriesTitle} isRequired autoFocus={!seen} maxLength={200} value={value.title} onChange={(title) => set({ title })} error={at('title')} />
            <TextField label={t.place} maxLength={200} value={value.place} onChange={(place) => set({ place })} error={at('place')} />
            <ComboBox label={t.chair} placeholder={t.noChair} options={invitable.people} value={value.chair_id} onChange={(chair_id) => set({ chair_id })} error={at('chair_id')} />
            {!seen && <NumberField label={own.lastNumberTitle} hint={own.lastNumberHint} minValue={0} maxValue={10_000} value={value.last_number} onChange={(last_number) => set({ last_number })} error={at('last_number')} />}
          </div>
          <Part title={own.recurrence}>
            <Checkbox isSelected={value.recurrence !== null} onChange={(on) => set({ recurrence: on ? (seen?.recurrence ?? FIRST) : null })}>
              {own.recurs}
            </Checkbox>
            {value.recurrence && <RuleFields rule={value.recurrence} onChange={(recurrence) => set({ recurrence })} at={(field) => at(`recurrence/${field}`)} />}
          </Part>
          <Part title={t.invited} hint={own.invitedSeriesHint}>
            <PeopleFields
              invitable={invitable}
              units={value.invited.flatMap((one) => (one.unit_id && !one.user_id ? [one.unit_id] : []))}
              people={value.invited.flatMap((one) => (one.user_id ? [one.user_id] : []))}
              onUnits={(units) => set({ invited: [...units.map((unit_id) => ({ unit_id })), ...value.invited.filter((one) => one.user_id)] })}
              onPeople={(people) => set({ invited: [...value.invited.filter((one) => !one.user_id), ...people.map((user_id) => value.invited.find((one) => one.user_id === user_id) ?? { user_id })] })}
            />
            <GuestsField value={value.guests} onChange={(guests) => set({ guests })} at={(index, part) => at(`invited/${value.invited.length + index}/guest/${part}`)} />
          </Part>
          <Part title={t.standingItems} hint={own.standingHint}>
            <StandingFields value={value.standing_items} onChange={(standing_items) => set({ standing_items })} at={(index, field) => at(`standing_items/${index}/${field}`)} />
          </Part>
          <Part title={own.rules}>
            <div className="grid gap-4 sm:grid-cols-2">
              <QuorumField value={value.quorum} onChange={(quorum) => set({ quorum })} error={at('quorum/value')} />
              {seen && <NumberField label={own.reviewDays} hint={own.reviewDaysHint} minValue={1} maxValue={60} value={value.minutes_review_days} onChange={(minutes_review_days) => set({ minutes_review_days })} error={at('minutes_review_days')} />}
            </div>
            {seen && (
              <Checkbox isSelected={value.active} onChange={(active) => set({ active })} hint={own.activeHint}>
                {own.active}
              </Checkbox>
            )}
          </Part>
        </>
      )}
    </FormDialog>
  )
}

const Part = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section className="space-y-4 border-t border-line pt-4">
    <div>
      <h3 className="font-bold">{title}</h3>
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
    {children}
  </section>
)

function RuleFields({ rule, onChange, at }: { rule: Recurrence; onChange: (rule: Recurrence) => void; at: (field: string) => string | undefined }) {
  const set = (change: Partial<Recurrence>) => onChange({ ...rule, ...change })
  const weekly = rule.kind === 'week'
  return (
    <div className="space-y-4">
      <Segments label={own.recurrenceKind} hideLabel value={rule.kind} onChange={(kind) => onChange(tidied({ ...rule, kind }))} options={optionsOf(kindName)} />
      <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
        {rule.kind === 'month_weekday' && <Select label={own.nth} options={optionsOf(nthName)} value={rule.nth ?? 'first'} onChange={(nth) => nth && set({ nth })} error={at('nth')} />}
        {rule.kind !== 'month_day' && <Select<Weekday> label={own.weekday} options={DAYS} value={rule.weekday ?? 'tuesday'} onChange={(weekday) => weekday && set({ weekday })} error={at('weekday')} />}
        {rule.kind === 'month_day' && <NumberField label={own.monthDay} hint={own.monthDayHint} minValue={1} maxValue={31} value={rule.day ?? 1} onChange={(day) => set({ day: day ?? 1 })} error={at('day')} />}
        <NumberField label={weekly ? own.everyWeeks : own.everyMonths} minValue={1} maxValue={52} value={rule.every ?? 1} onChange={(every) => set({ every: every ?? 1 })} error={at('every')} />
        <DateField label={own.since} isRequired className="max-md:col-span-2" value={rule.since} onChange={(since) => since && set({ since })} error={at('since')} />
        <ClockField label={t.from} value={rule.at} onChange={(clock) => set({ at: clock })} error={at('at')} />
        <NumberField label={own.lasts} unit={t.itemMinutes} minValue={15} maxValue={1440} step={5} value={rule.minutes} onChange={(minutes) => set({ minutes: minutes ?? 60 })} error={at('minutes')} />
      </div>
      <Segments label={own.whenOff} value={rule.when_off} onChange={(when_off) => set({ when_off })} options={optionsOf(whenOffName)} />
      <div aria-live="polite">
        <Note tone="accent" icon="calendar">
          {ruleOf(rule)}. {own.datesAfterSaving}
        </Note>
      </div>
    </div>
  )
}

function StandingFields({ value, onChange, at }: { value: readonly PutStandingItem[]; onChange: (value: PutStandingItem[]) => void; at: (index: number, field: string) => string | undefined }) {
  const put = (index: number, change: Partial<PutStandingItem>) => onChange(value.map((item, i) => (i === index ? { ...item, ...change } : item)))
  return (
    <div className="space-y-2">
      {value.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a new item is nothing but its place
        <div key={index} className="flex flex-wrap items-start gap-2 rounded-xl border border-line p-2 sm:border-0 sm:p-0">
          <TextField label={`${own.standingTitle} ${number(index + 1)}`} hideLabel placeholder={own.standingTitle} maxLength={200} className="min-w-0 flex-1 basis-56" value={item.title} onChange={(title) => put(index, { title })} error={at(index, 'title')} />
          <Select label={`${own.standingKind} ${number(index + 1)}`} hideLabel className="w-32" options={optionsOf(own.standingKinds)} value={item.kind} onChange={(kind) => kind && put(index, { kind })} />
          <NumberField label={`${t.itemMinutes} ${number(index + 1)}`} hideLabel unit={t.itemMinutes} className="w-24" minValue={1} maxValue={240} value={item.minutes} onChange={(minutes) => put(index, { minutes: minutes ?? 5 })} error={at(index, 'minutes')} />
          <span className="flex">
            <IconButton label={`${t.moveUp}: ${item.title}`} icon="up" isDisabled={index === 0} onPress={() => onChange(moved(value, index, index - 1))} />
            <IconButton label={`${t.moveDown}: ${item.title}`} icon="down" isDisabled={index === value.length - 1} onPress={() => onChange(moved(value, index, index + 1))} />
            <IconButton label={own.removeStanding(item.title)} icon="close" onPress={() => onChange(value.filter((_, i) => i !== index))} />
          </span>
        </div>
      ))}
      <Button kind="ghost" icon="plus" className="-ms-3" onPress={() => onChange([...value, { title: '', minutes: 10, kind: 'information' }])}>
        {own.addStanding}
      </Button>
    </div>
  )
}

function QuorumField({ value, onChange, error }: { value: Quorum | null; onChange: (value: Quorum | null) => void; error: string | undefined }) {
  return (
    <div className="space-y-3">
      <Segments
        label={own.quorumTitle}
        value={value?.kind ?? 'none'}
        onChange={(kind) => onChange(kind === 'none' ? null : { kind, value: value?.value ?? (kind === 'percent' ? 50 : 5) })}
        options={[{ id: 'none', name: own.noQuorum }, ...optionsOf(own.quorumKinds)]}
      />
      {value && <NumberField label={own.quorumTitle} hideLabel unit={own.quorumKinds[value.kind]} minValue={1} maxValue={value.kind === 'percent' ? 100 : 500} value={value.value} onChange={(n) => onChange({ ...value, value: n ?? 1 })} error={error} />}
    </div>
  )
}
