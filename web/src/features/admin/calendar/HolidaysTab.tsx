/** The days of a Jalali year: which are worked, and what was recorded to make it so. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read, readAll } from '@/api/query'
import type { DayView, HolidayView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Confirm } from '@/components/Confirm'
import { cx } from '@/components/cx'
import { ListBody, wholeList } from '@/components/ListBody'
import { Menu } from '@/components/Menu'
import { Pill, type Tone } from '@/components/Pill'
import { ErrorPanel, Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { fullDay, jalaliYear, jalaliYearBounds, today } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { code } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { WEEK, weekdayName } from '@/lib/labels'
import { dateOf, months, weekdayLetter, whenIs } from './days'
import { HolidayForm } from './HolidayForm'
import { HolidayImport } from './HolidayImport'
import { t } from './texts'

export const TOUCHES = ['/api/v1/calendar', '/api/v1/requests']
const tones: Record<HolidayView['kind'], Tone> = { holiday: 'danger', half_day: 'warning', working: 'success' }
const looks: Record<DayView['kind'], string> = {
  working: '',
  half_day: 'bg-warning-soft text-warning-ink font-medium',
  weekend: 'bg-neutral-soft text-muted',
  holiday: 'bg-danger-soft text-danger-ink font-medium',
  no_hours: 'bg-neutral-soft text-muted',
}

export function HolidaysTab({ year: asked, onYear }: { year: number | undefined; onYear: (year: number | undefined) => void }) {
  const manages = useMay('manage_calendar')
  const now = jalaliYear(today())
  const year = asked ?? now
  const days = useQuery(read('/api/v1/calendar/days', { query: jalaliYearBounds(year) }))
  const holidays = useQuery(readAll('/api/v1/calendar/holidays', { query: { year } }))
  const [open, setOpen] = useState<HolidayView | 'new' | 'import' | null>(null)
  const [removing, setRemoving] = useState<HolidayView | null>(null)
  const remove = useWrite({
    send: (holiday: HolidayView) => answer(api.DELETE('/api/v1/calendar/holidays/{id}', { params: { path: { id: holiday.id }, header: ifMatch(holiday.version) } })),
    touches: TOUCHES,
    done: t.removed,
    onDone: () => setRemoving(null),
  })
  const missing = days.data?.years_without_lunar ?? []
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <IconButton label={t.previousYear} icon="back" onPress={() => onYear(year - 1)} />
        <h2 className="min-w-24 text-center text-lg font-bold">{t.year(code(String(year)))}</h2>
        <IconButton label={t.nextYear} icon="next" onPress={() => onYear(year + 1)} />
        {year !== now && (
          <Button kind="ghost" onPress={() => onYear(undefined)}>
            {t.thisYear}
          </Button>
        )}
        <span className="flex-1" />
        {manages && (
          <>
            <Button onPress={() => setOpen('import')}>{t.import}</Button>
            <Button kind="primary" icon="plus" onPress={() => setOpen('new')}>
              {t.add}
            </Button>
          </>
        )}
      </div>
      {missing.length > 0 && (
        <Note tone="warning" icon="warning">
          {t.lunarMissing(missing.map((one) => code(String(one))).join(t.and))}
        </Note>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(18rem,2fr)]">
        <Card>
          {days.error ? <ErrorPanel error={days.error} again={() => void days.refetch()} /> : days.data ? <Year days={days.data.items} /> : <Skeleton rows={12} />}
        </Card>
        <Card title={holidays.data ? t.listTitle(holidays.data.length) : undefined}>
          <ListBody list={wholeList(holidays, holidays.data)} rows={6} empty={<p className="text-sm text-muted">{t.none}</p>}>
            <ul className="divide-y divide-line">
              {(holidays.data ?? []).map((holiday) => (
                <li key={holiday.id} className="flex items-start gap-2 py-2">
                  <div className="min-w-0 flex-1">
                    <Bdi className="block">{holiday.title}</Bdi>
                    <p className="text-xs text-muted">
                      {whenIs(holiday)}
                      {holiday.hours && (
                        <>
                          {' · '}
                          <bdi dir="ltr">
                            {code(holiday.hours.from)}–{code(holiday.hours.until)}
                          </bdi>
                        </>
                      )}
                    </p>
                  </div>
                  {holiday.lunar && <Pill dot={false}>{t.lunar}</Pill>}
                  <Pill tone={tones[holiday.kind]}>{t.kinds[holiday.kind]}</Pill>
                  {manages && (
                    <Menu
                      label={t.actions(holiday.title)}
                      trigger={<IconButton label={t.actions(holiday.title)} icon="more" className="-my-1.5" />}
                      options={[
                        { id: 'edit', name: t.edit, icon: 'edit' },
                        { id: 'remove', name: t.remove, icon: 'trash', isDanger: true },
                      ]}
                      onAction={(id) => (id === 'edit' ? setOpen(holiday) : setRemoving(holiday))}
                    />
                  )}
                </li>
              ))}
            </ul>
          </ListBody>
        </Card>
      </div>
      {open === 'import' ? <HolidayImport onClose={() => setOpen(null)} /> : open && <HolidayForm holiday={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      {removing && (
        <Confirm
          title={t.removeTitle(removing.title)}
          action={t.remove}
          isDanger
          isBusy={remove.isSending}
          problem={remove.problem}
          onConfirm={() => remove.send(removing)}
          onClose={() => {
            remove.reset()
            setRemoving(null)
          }}
        >
          <p>{t.removeLead}</p>
        </Confirm>
      )}
    </div>
  )
}

function Year({ days }: { days: readonly DayView[] }) {
  const now = today()
  return (
    <>
      <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
        {months(days).map((month) => (
          <table key={month.month} className="w-full table-fixed text-center text-xs">
            <caption className="pb-1 text-start text-sm font-medium">{month.name}</caption>
            <thead>
              <tr>
                {WEEK.map((day) => (
                  <th key={day} scope="col" abbr={weekdayName[day]} className="h-6 font-normal text-muted">
                    {weekdayLetter[day]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {month.weeks.map((week) => (
                <tr key={week.find(Boolean)?.date}>
                  {week.map((day, i) => (
                    <td key={day?.date ?? WEEK[i]} className="p-px" title={day ? title(day) : undefined}>
                      {day && (
                        <span className={cx('grid h-7 place-items-center rounded-md', looks[day.kind], day.date === now && 'ring-2 ring-accent')}>
                          {code(String(dateOf(day)))}
                          {day.kind !== 'working' && <span className="sr-only">{title(day)}</span>}
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-4 text-xs text-muted">
        {(['holiday', 'half_day', 'weekend', 'working'] as const).map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <i aria-hidden className={cx('size-4 rounded border border-line', looks[kind])} />
            {t.dayKinds[kind]}
          </li>
        ))}
      </ul>
    </>
  )
}

const title = (day: DayView) => [fullDay(day.date), t.dayKinds[day.kind], ...day.reasons.filter((reason) => reason.code !== 'weekend').map((reason) => reason.text)].join(comma)
