/** Which days of the week are off, from a day on. */
import { useQuery } from '@tanstack/react-query'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { DatedSetWeekendPeriod, WeekendPeriod } from '@/api/schema'
import { ToggleChips } from '@/components/Many'
import { ErrorPanel, Skeleton } from '@/components/States'
import { comma } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { useWholeSet } from '@/components/useWholeSet'
import { WEEK, weekdayName } from '@/lib/labels'
import { TOUCHES } from './HolidaysTab'
import { AddPeriod, beginning, Period, usePeriodInForce, withDay } from './Period'
import { t } from './texts'

const DAYS = WEEK.map((id) => ({ id, name: weekdayName[id] }))

export function WeekendsTab() {
  const query = useQuery(read('/api/v1/calendar/weekends'))
  if (query.error) return <ErrorPanel error={query.error} again={() => void query.refetch()} />
  return query.data ? <Weekends key={query.data.version} set={query.data} /> : <Skeleton rows={4} />
}

function Weekends({ set }: { set: DatedSetWeekendPeriod }) {
  const manages = useMay('manage_calendar')
  const { value: periods, change, problem, bar } = useWholeSet<DatedSetWeekendPeriod, WeekendPeriod[]>({
    name: 'calendar.weekends',
    set,
    queryKey: read('/api/v1/calendar/weekends').queryKey,
    touches: TOUCHES,
    saved: t.weekendsSaved,
    shown: (value) => value.flatMap((_, i) => [`periods/${i}/valid_from`, `periods/${i}/days`]),
    read: (sets) => sets.periods,
    put: (value, version) => answer(api.PUT('/api/v1/calendar/weekends', { params: { header: ifMatch(version) }, body: { periods: value.map(withDay) } })),
    tell: (value) => [[t.tabs.weekends, value.map((period) => `${beginning(period.valid_from)}: ${period.days.map((day) => weekdayName[day]).join(comma) || t.noDays}`).join('\n')]],
  })
  const inForce = usePeriodInForce(periods)
  const put = (at: number, to: Partial<WeekendPeriod>) => change(periods.with(at, { ...(periods[at] as WeekendPeriod), ...to }))
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
          <ToggleChips label={t.days} hint={manages ? t.daysHint : undefined} isDisabled={!manages} options={DAYS} value={period.days} onChange={(days) => put(at, { days })} error={problem?.at(`periods/${at}/days`)} />
        </Period>
      ))}
      {manages && <AddPeriod onAdd={() => change([...periods, { valid_from: '', days: periods.at(-1)?.days ?? [] }])} />}
      {bar}
    </div>
  )
}
