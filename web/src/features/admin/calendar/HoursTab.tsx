/** Which hours are worked on each weekday, from a day on; one or two spans. */
import { useQuery } from '@tanstack/react-query'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { DatedSetHoursPeriod, HoursPeriod, Span, WeekHours, Weekday } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { TextField } from '@/components/Field'
import { ErrorPanel, Skeleton } from '@/components/States'
import { comma } from '@/lib/i18n'
import { code } from '@/lib/numbers'
import { latin } from '@/lib/persian'
import { useMay } from '@/lib/session'
import { useWholeSet } from '@/components/useWholeSet'
import { WEEK, weekdayName } from '@/lib/labels'
import { TOUCHES } from './HolidaysTab'
import { AddPeriod, beginning, Period, usePeriodInForce, withDay } from './Period'
import { t } from './texts'

const USUAL: Span = { from: '07:30', until: '14:30' }
const AFTERNOON: Span = { from: '15:00', until: '17:00' }

export function HoursTab() {
  const query = useQuery(read('/api/v1/calendar/hours'))
  if (query.error) return <ErrorPanel error={query.error} again={() => void query.refetch()} />
  return query.data ? <Hours key={query.data.version} set={query.data} /> : <Skeleton rows={8} />
}

/** Persian digits are typed and ASCII ones sent; `7:30` is half past seven, too. */
const clock = (typed: string) => latin(typed.trim()).replace(/^(\d):/, '0$1:')
const sent = (periods: readonly HoursPeriod[]) =>
  periods.map((period) => ({
    ...period,
    week: Object.fromEntries(WEEK.map((day) => [day, (period.week[day] ?? []).map((span) => ({ from: clock(span.from), until: clock(span.until) }))])) as WeekHours,
  }))
const told = (week: WeekHours) => WEEK.map((day) => `${weekdayName[day]}: ${(week[day] ?? []).map((span) => `${code(span.from)}–${code(span.until)}`).join(comma) || t.closed}`).join('\n')

function Hours({ set }: { set: DatedSetHoursPeriod }) {
  const manages = useMay('manage_calendar')
  const { value: periods, change, problem, bar } = useWholeSet<DatedSetHoursPeriod, HoursPeriod[]>({
    name: 'calendar.hours',
    set,
    queryKey: read('/api/v1/calendar/hours').queryKey,
    touches: TOUCHES,
    saved: t.hoursSaved,
    shown: (value) => value.flatMap((_, i) => [`periods/${i}/valid_from`, `periods/${i}/week/`]),
    read: (sets) => sets.periods,
    put: (value, version) => answer(api.PUT('/api/v1/calendar/hours', { params: { header: ifMatch(version) }, body: { periods: sent(value).map(withDay) } })),
    tell: (value) => [[t.tabs.hours, value.map((period) => `${beginning(period.valid_from)}\n${told(period.week)}`).join('\n\n')]],
  })
  const inForce = usePeriodInForce(periods)
  const put = (at: number, to: Partial<HoursPeriod>) => change(periods.with(at, { ...(periods[at] as HoursPeriod), ...to }))
  return (
    <div className="max-w-3xl space-y-4">
      <p className="text-sm text-muted">{t.periodsLead}</p>
      {periods.map((period, at) => (
        <Period
          // oxlint-disable-next-line react/no-array-index-key -- periods are nothing but their place
          key={at}
          validFrom={period.valid_from}
          isInForce={at === inForce}
          error={problem?.at(`periods/${at}/valid_from`)}
          {...(manages ? { onFrom: (valid_from: string) => put(at, { valid_from }), ...(periods.length > 1 ? { onRemove: () => change(periods.toSpliced(at, 1)) } : {}) } : {})}
        >
          <ul className="divide-y divide-line">
            {WEEK.map((day) => (
              <Day
                key={day}
                day={day}
                spans={period.week[day] ?? []}
                at={(field) => problem?.at(`periods/${at}/week/${day}${field}`)}
                {...(manages ? { onChange: (spans: Span[]) => put(at, { week: { ...period.week, [day]: spans } }) } : {})}
              />
            ))}
          </ul>
          {manages && (
            <Button kind="ghost" className="-ms-3" onPress={() => put(at, { week: { ...period.week, ...Object.fromEntries(WEEK.filter((day) => (period.week[day] ?? []).length > 0).map((day) => [day, period.week.saturday ?? []])) } })}>
              {t.copyDown}
            </Button>
          )}
        </Period>
      ))}
      {manages && <AddPeriod onAdd={() => change([...periods, { valid_from: '', week: periods.at(-1)?.week ?? {} }])} />}
      {bar}
    </div>
  )
}

function Day({ day, spans, at, onChange }: { day: Weekday; spans: readonly Span[]; at: (field: string) => string | undefined; onChange?: (spans: Span[]) => void }) {
  const name = weekdayName[day]
  const set = (i: number, change: Partial<Span>) => onChange?.(spans.map((old, j) => (j === i ? { ...old, ...change } : old)))
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2">
      <span className="w-20 pt-1.5 text-sm">{name}</span>
      <div className="order-last basis-full space-y-2 md:order-none md:min-w-0 md:flex-1 md:basis-0">
        {spans.length === 0 && <p className="md:pt-1.5 text-sm text-muted">{t.closed}</p>}
        {spans.map((span, i) =>
          onChange ? (
            // oxlint-disable-next-line react/no-array-index-key -- spans are nothing but their place
            <div key={i} className="flex items-start gap-2">
              <TextField label={`${name}${comma}${t.from}`} hideLabel ltr className="w-24" value={span.from} onChange={(from) => set(i, { from })} error={at(`/${i}/from`)} />
              <span aria-hidden className="pt-2 text-muted">
                –
              </span>
              <TextField label={`${name}${comma}${t.until}`} hideLabel ltr className="w-24" value={span.until} onChange={(until) => set(i, { until })} error={at(`/${i}/until`) ?? at(`/${i}`)} />
              <IconButton label={t.removeSpan(name)} icon="close" onPress={() => onChange(spans.toSpliced(i, 1))} />
            </div>
          ) : (
            // oxlint-disable-next-line react/no-array-index-key
            <p key={i}>
              <bdi dir="ltr">
                {code(span.from)}–{code(span.until)}
              </bdi>
            </p>
          ),
        )}
        {at('') && <p className="text-xs text-danger-ink">{at('')}</p>}
      </div>
      {onChange && spans.length < 2 && (
        <Button kind="ghost" icon="plus" className="ms-auto" onPress={() => onChange([...spans, spans.length === 0 ? USUAL : AFTERNOON])}>
          {spans.length === 0 ? t.addSpan : t.secondSpan}
        </Button>
      )}
    </li>
  )
}
