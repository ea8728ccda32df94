/** What came and what went in each Jalali month: bars, a line of what stayed open, and the same numbers as a table. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '@/api/query'
import type { FlowReport, MonthFlow } from '@/api/schema'
import { cx } from '@/components/cx'
import { Segments } from '@/components/Pick'
import { ErrorPanel, Skeleton } from '@/components/States'
import { JALALI_MONTHS } from '@/lib/dates'
import { comma, dir } from '@/lib/i18n'
import { number } from '@/lib/numbers'
import { Head } from './Head'
import { reportsRoute, SPANS, type MonthSpan } from './routes'
import { t } from './texts'

export function Flow() {
  const { months = '12' } = reportsRoute.useSearch()
  const navigate = reportsRoute.useNavigate()
  const report = useQuery(read('/api/v1/reports/flow', { query: { months: Number(months) } }))
  return (
    <>
      <Head lead={t.flowLead} at={report.data?.at} file="reports/flow" query={`?months=${months}`} />
      <Segments<MonthSpan>
        label={t.months}
        hideLabel
        className="pb-4"
        value={months}
        onChange={(to) => void navigate({ search: (old) => ({ ...old, months: to }), replace: true })}
        options={SPANS.map((id) => ({ id, name: t.ofMonths(Number(id)) }))}
      />
      {report.error ? (
        <ErrorPanel error={report.error} again={() => void report.refetch()} />
      ) : report.data ? (
        <div className="space-y-4">
          <Chart report={report.data} />
          <Numbers report={report.data} />
        </div>
      ) : (
        <Skeleton rows={10} />
      )}
    </>
  )
}

/** So many months bear a name beneath; the others stand between. */
const NAMES = { wide: 12, phone: 4 } as const

function Chart({ report: { months } }: { report: FlowReport }) {
  const most = Math.max(1, ...months.flatMap((month) => [month.filed, month.closed]))
  const mostOpen = Math.max(1, ...months.map((month) => month.open_at_end))
  const every = (names: number) => Math.max(1, Math.ceil(months.length / names))
  // Counted from the present month back, so that it always has its name.
  const isNamed = (i: number, names: number) => (months.length - 1 - i) % every(names) === 0
  const x = (i: number) => {
    const along = ((i + 0.5) / months.length) * 100
    return dir === 'rtl' ? 100 - along : along
  }
  const y = (open: number) => 96 - (open / mostOpen) * 64
  return (
    <figure className="rounded-2xl border border-line bg-surface p-4" aria-label={t.chart}>
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 pb-3 text-sm">
        <Key className="bg-(--chart-1)">{t.filed}</Key>
        <Key className="bg-(--chart-2)">{t.closed}</Key>
        <Key className="h-0.5! bg-ink">{t.openAtEnd}</Key>
      </figcaption>
      <div aria-hidden>
        <div className="flex h-40 items-end border-b border-line">
          {months.map((month) => (
            <div key={month.month} className="flex h-full min-w-0 flex-1 items-end justify-center gap-px md:gap-0.5" title={`${month.title}: ${t.filed} ${number(month.filed)}${comma}${t.closed} ${number(month.closed)}`}>
              <i className="w-2/5 max-w-5 rounded-t bg-(--chart-1)" style={{ height: `${(month.filed / most) * 100}%` }} />
              <i className="w-2/5 max-w-5 rounded-t bg-(--chart-2)" style={{ height: `${(month.closed / most) * 100}%` }} />
            </div>
          ))}
        </div>
        <div className="relative h-24 border-b border-line">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible text-ink">
            <polyline points={months.map((month, i) => `${x(i)},${y(month.open_at_end)}`).join(' ')} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
          </svg>
          {months.map((month, i) => (
            <span key={month.month} className="absolute" style={{ left: `${x(i)}%`, top: `${y(month.open_at_end)}%` }} title={`${month.title}: ${t.openAtEnd} ${number(month.open_at_end)}`}>
              <i className="absolute left-0 top-0 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink" />
              {(isNamed(i, NAMES.wide) || isNamed(i, NAMES.phone)) && (
                <span className={cx('absolute bottom-1.5 left-0 -translate-x-1/2 whitespace-nowrap text-xs', !isNamed(i, NAMES.phone) && 'max-md:hidden', !isNamed(i, NAMES.wide) && 'md:hidden')}>{number(month.open_at_end)}</span>
              )}
            </span>
          ))}
        </div>
        <div className="flex pt-1 text-xs text-muted">
          {months.map((month, i) => (
            <span key={month.month} className="relative h-5 min-w-0 flex-1">
              {(isNamed(i, NAMES.wide) || isNamed(i, NAMES.phone)) && (
                <span className={cx('absolute start-1/2 whitespace-nowrap ltr:-translate-x-1/2 rtl:translate-x-1/2', !isNamed(i, NAMES.phone) && 'max-md:hidden', !isNamed(i, NAMES.wide) && 'md:hidden')}>{nameOf(month)}</span>
              )}
            </span>
          ))}
        </div>
      </div>
    </figure>
  )
}

const nameOf = (month: MonthFlow) => JALALI_MONTHS[Number(month.month.slice(5)) - 1] ?? month.title
const Key = ({ className, children }: { className: string; children: string }) => (
  <span className="inline-flex items-center gap-2">
    <i aria-hidden className={cx('h-3 w-4 rounded-sm', className)} />
    {children}
  </span>
)

function Numbers({ report: { months } }: { report: FlowReport }) {
  const count = 'px-3 py-1.5 text-center'
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keyboard
    <div tabIndex={0} role="region" aria-label={t.tabs.flow} className="overflow-x-auto rounded-2xl border border-line bg-surface outline-none focus-visible:focus-ring">
      <table className="w-full text-sm [overflow-wrap:normal]">
        <caption className="sr-only">{t.tabs.flow}</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="px-4 py-2 text-start font-medium">
              {t.month}
            </th>
            {[t.filed, t.closed, t.openAtEnd].map((title) => (
              <th key={title} scope="col" className="px-3 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((month) => (
            <tr key={month.month} className="border-b border-line/70 last:border-0">
              <th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
                {month.title}
              </th>
              <td className={count}>
                <Count n={month.filed} label={t.cell(month.filed, month.title, t.filed)} search={{ filed_from: month.from, filed_to: month.to }} />
              </td>
              <td className={count}>
                <Count n={month.closed} label={t.cell(month.closed, month.title, t.closed)} search={{ closed_from: month.from, closed_to: month.to }} />
              </td>
              <td className={count}>{number(month.open_at_end)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Count({ n, label, search }: { n: number; label: string; search: { filed_from?: string; filed_to?: string; closed_from?: string; closed_to?: string } }) {
  if (n === 0) return number(0)
  return (
    <Link to="/requests" search={search} aria-label={label} className="inline-grid min-h-9 min-w-9 place-items-center text-accent underline-offset-4 hover:underline">
      {number(n)}
    </Link>
  )
}
