/** A day of the calendar, new or changed. */
import { answer, api, ifMatch } from '@/api/client'
import type { HolidayKind, HolidayView } from '@/api/schema'
import { Checkbox } from '@/components/Check'
import { DateField } from '@/components/DateField'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { NumberField } from '@/components/NumberField'
import { Segments, Select } from '@/components/Pick'
import { t as common } from '@/components/texts'
import { JALALI_MONTHS } from '@/lib/dates'
import { latin } from '@/lib/persian'
import { whenIs } from './days'
import { TOUCHES } from './HolidaysTab'
import { t } from './texts'

const KINDS = (['holiday', 'half_day', 'working'] as const).map((id) => ({ id, name: t.kinds[id] }))
const WHENS = (['once', 'yearly'] as const).map((id) => ({ id, name: t.whens[id] }))
const MONTHS = JALALI_MONTHS.map((name, i) => ({ id: i + 1, name }))
const PLAIN = { useGrouping: false } as const

const valuesOf = (holiday: HolidayView | null) => ({
  kind: holiday?.kind ?? ('holiday' as HolidayKind),
  title: holiday?.title ?? '',
  when: (holiday?.yearly ? 'yearly' : 'once') as 'once' | 'yearly',
  date: holiday?.date ?? (null as string | null),
  month: (holiday?.yearly?.month ?? 1) as number | null,
  day: (holiday?.yearly?.day ?? 1) as number | null,
  from_year: holiday?.yearly?.from_year ?? (null as number | null),
  until_year: holiday?.yearly?.until_year ?? (null as number | null),
  from: holiday?.hours?.from ?? '',
  until: holiday?.hours?.until ?? '',
  lunar: holiday?.lunar ?? false,
})
type Values = ReturnType<typeof valuesOf>

const yearlyOf = ({ month, day, from_year, until_year }: Values) => ({ month: month ?? 0, day: day ?? 0, from_year, until_year })

function bodyOf(value: Values) {
  const given = value.kind !== 'holiday' && (value.from.trim() || value.until.trim())
  return {
    title: value.title,
    ...(value.when === 'once' ? { ...(value.date ? { date: value.date } : {}), lunar: value.kind === 'holiday' && value.lunar } : { yearly: yearlyOf(value) }),
    ...(given ? { hours: { from: latin(value.from.trim()), until: latin(value.until.trim()) } } : {}),
  }
}

export function HolidayForm({ holiday, onClose }: { holiday: HolidayView | null; onClose: () => void }) {
  return (
    <FormDialog
      title={holiday ? t.edit : t.newTitle}
      draft={`holiday.${holiday?.id ?? 'new'}`}
      initial={valuesOf(holiday)}
      {...(holiday ? { version: holiday.version } : {})}
      shown={(value) => ['title', 'kind', ...(value.when === 'once' ? ['date', 'lunar'] : ['yearly/']), ...(value.kind === 'holiday' ? [] : ['hours/'])]}
      touches={TOUCHES}
      done={holiday ? t.saved : t.made}
      send={(value, version, key) => {
        const body = bodyOf(value)
        if (!holiday) return answer(api.POST('/api/v1/calendar/holidays', { params: { header: key }, body: { ...body, kind: value.kind } }))
        // What it was before is taken back: a day is once or each year, not both.
        const other = value.when === 'once' ? (holiday.yearly ? { yearly: null } : {}) : holiday.date ? { date: null, ...(holiday.lunar ? { lunar: false } : {}) } : {}
        const hours = holiday.hours && !('hours' in body) ? { hours: null } : {}
        return answer(api.PATCH('/api/v1/calendar/holidays/{id}', { params: { path: { id: holiday.id }, header: ifMatch(version) }, body: { ...body, ...other, ...hours } }))
      }}
      read={(current: HolidayView) => valuesOf(current)}
      tell={(value) => [
        [t.name, value.title],
        [t.when, whenIs(value.when === 'once' ? { date: value.date } : { yearly: yearlyOf(value) })],
        [`${t.from} / ${t.until}`, value.from && `${value.from} – ${value.until}`],
        [t.lunar, value.lunar ? common.yes : common.no],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          {/* What kind a recorded day is cannot be changed: it is removed and made anew. */}
          {!holiday && <Segments label={t.kind} options={KINDS} value={value.kind} onChange={(kind) => set({ kind })} />}
          <p className="text-xs text-muted">{t.kindHints[value.kind]}</p>
          <TextField label={t.name} isRequired autoFocus={!holiday} maxLength={200} value={value.title} onChange={(title) => set({ title })} error={at('title')} />
          <Segments label={t.when} options={WHENS} value={value.when} onChange={(when) => set({ when })} />
          {value.when === 'once' ? (
            <>
              <DateField label={t.date} isRequired value={value.date} onChange={(date) => set({ date })} error={at('date')} />
              {value.kind === 'holiday' && (
                <Checkbox isSelected={value.lunar} onChange={(lunar) => set({ lunar })} hint={at('lunar') ?? t.lunarHint}>
                  {t.lunar}
                </Checkbox>
              )}
            </>
          ) : (
            <div className="grid grid-cols-2 gap-4">
              <Select label={t.month} isRequired options={MONTHS} value={value.month} onChange={(month) => set({ month })} error={at('yearly/month')} />
              <NumberField label={t.day} isRequired stepper minValue={1} maxValue={31} value={value.day} onChange={(day) => set({ day })} error={at('yearly/day')} />
              <NumberField label={t.fromYear} hint={t.yearHint} formatOptions={PLAIN} value={value.from_year} onChange={(from_year) => set({ from_year })} error={at('yearly/from_year')} />
              <NumberField label={t.untilYear} hint={t.yearHint} formatOptions={PLAIN} value={value.until_year} onChange={(until_year) => set({ until_year })} error={at('yearly/until_year')} />
            </div>
          )}
          {value.kind !== 'holiday' && (
            <div>
              <div className="grid grid-cols-2 gap-4">
                <TextField label={t.from} ltr placeholder="07:30" isRequired={value.kind === 'half_day'} value={value.from} onChange={(from) => set({ from })} error={at('hours/from') ?? at('hours')} />
                <TextField label={t.until} ltr placeholder="11:00" isRequired={value.kind === 'half_day'} value={value.until} onChange={(until) => set({ until })} error={at('hours/until')} />
              </div>
              <p className="pt-1 text-xs text-muted">{t.hoursHint[value.kind]}</p>
            </div>
          )}
        </>
      )}
    </FormDialog>
  )
}
