/** The clocks of a request, and why each stands where it stands: every interval that counted and every one that did not. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/api/query'
import type { ClockView, RequestView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/Dialog'
import { Pill } from '@/components/Pill'
import { ErrorPanel, Skeleton } from '@/components/States'
import { dayAndTime, minutes } from '@/lib/dates'
import { t } from './texts'

/** So many intervals are drawn; a request of years has hundreds, and the first and last say most. */
const INTERVALS = 60

export function Deadlines({ request }: { request: RequestView }) {
  const query = useQuery(read('/api/v1/requests/{id}/deadlines', { path: { id: String(request.id) } }))
  const [open, setOpen] = useState<ClockView | null>(null)
  if (query.error) return <ErrorPanel error={query.error} />
  return (
    <Card title={t.deadlines}>
      {query.isPending && <Skeleton rows={3} />}
      {query.data?.clocks.length === 0 && <p className="text-sm text-muted">{t.noDeadlines}</p>}
      <ul className="space-y-4">
        {query.data?.clocks.map((clock) => (
          <li key={clock.clock} className="space-y-1">
            <div className="flex items-baseline justify-between gap-2">
              <span className="text-sm font-medium">{clock.name}</span>
              <Button kind="link" className="text-sm" aria-label={`${t.explain} ${clock.name}`} onPress={() => setOpen(clock)}>
                {t.explain}
              </Button>
            </div>
            <Bar clock={clock} />
            <p className="text-xs text-muted flex flex-wrap items-center gap-x-2">
              <span className={cx(clock.breached && 'text-danger-ink font-medium')}>{clock.status_text}</span>
              {clock.budget_minutes ? <span>{t.elapsed(minutes(clock.elapsed_minutes), minutes(clock.budget_minutes))}</span> : null}
            </p>
          </li>
        ))}
      </ul>
      {open && (
        <Dialog title={open.name} isOpen onClose={() => setOpen(null)}>
          {query.data?.policy && (
            <p className="text-sm text-muted">
              {t.policy}: {query.data.policy.reason}
            </p>
          )}
          {open.due_at && (
            <p className="text-sm">
              {t.due}: {dayAndTime(open.due_at)}
            </p>
          )}
          {open.intervals.length > INTERVALS && <p className="text-xs text-muted">{t.lastIntervals(INTERVALS, open.intervals.length)}</p>}
          <ul className="divide-y divide-line">
            {open.intervals.slice(-INTERVALS).map((interval) => (
              <li key={interval.from} className="flex items-center gap-3 py-2 text-sm">
                <div className="min-w-0 flex-1">
                  <p>{interval.text}</p>
                  <p className="text-xs text-muted">
                    {dayAndTime(interval.from)} — {dayAndTime(interval.until)}
                  </p>
                </div>
                <Pill tone={interval.counted ? 'accent' : 'neutral'}>{interval.counted ? minutes(interval.minutes) : t.notCounted}</Pill>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </Card>
  )
}

function Bar({ clock }: { clock: ClockView }) {
  if (!clock.budget_minutes) return null
  const share = Math.min(clock.elapsed_minutes / clock.budget_minutes, 1)
  return (
    <div aria-hidden className="h-1.5 rounded-full bg-neutral-soft overflow-hidden">
      <div
        className={cx('h-full rounded-full', clock.breached ? 'bg-danger' : share > 0.75 && clock.status === 'running' ? 'bg-warning-ink' : 'bg-accent')}
        style={{ width: `${Math.max(share * 100, 2)}%` }}
      />
    </div>
  )
}
