/** Counts in two directions, each cell tinted by how many and leading to them. Zero and five steps, legible in both themes. */
import { Link, type LinkProps } from '@tanstack/react-router'
import { useId } from 'react'
import { cx } from '@/components/cx'
import { Bdi } from '@/components/Text'
import { number } from '@/lib/numbers'
import { t } from './texts'

const STEPS = 5
const ground = ['bg-(--heat-0)', 'bg-(--heat-1)', 'bg-(--heat-2)', 'bg-(--heat-3)', 'bg-(--heat-4)', 'bg-(--heat-5)']
/** Up to the third step the dark ink can be read, from the fourth the light one; in the dark theme the other way round. */
const ink = (step: number) => (step <= 3 ? 'text-(--heat-on-lo)' : 'text-(--heat-on-hi)')
export const step = (count: number, most: number) => (count <= 0 ? 0 : Math.max(1, Math.ceil((count / most) * STEPS)))

export interface HeatColumn {
  key: string
  title: string
  total: number
  link?: LinkProps | null
}
export interface HeatRow {
  key: string
  title: string
  total: number
  link?: LinkProps | null
  cells: readonly { count: number; link?: LinkProps | null }[]
}

export function HeatTable({ label, corner, columns, rows, total, link }: { label: string; corner: string; columns: readonly HeatColumn[]; rows: readonly HeatRow[]; total: number; link?: LinkProps }) {
  const legend = useId()
  // Small numbers go one by one: a single request is no deep colour.
  const most = Math.max(STEPS, ...rows.flatMap((row) => row.cells.map((cell) => cell.count)))
  return (
    <div className="space-y-3 min-w-0">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keyboard */}
      <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto overscroll-x-contain rounded-2xl border border-line bg-surface outline-none focus-visible:focus-ring">
        <table aria-describedby={legend} className="w-full border-separate border-spacing-0.5 p-1.5 text-sm">
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              <th scope="col" className="sticky start-0 z-[1] bg-surface px-2 py-2 text-start font-medium align-bottom min-w-24 md:min-w-52">
                {corner}
              </th>
              <th scope="col" className="px-2 py-2 text-xs font-medium align-bottom min-w-11">
                {t.total}
              </th>
              {columns.map((column) => (
                <th key={column.key} scope="col" className="px-1 py-2 text-xs font-medium align-bottom min-w-11 md:min-w-16 [overflow-wrap:normal]">
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" className="sticky start-0 z-[1] bg-surface px-2 text-start font-normal max-w-28 md:max-w-72 [overflow-wrap:normal]">
                  <Bdi>{row.title}</Bdi>
                </th>
                <Sum count={row.total} link={row.link} label={t.cell(row.total, row.title, t.total)} />
                {row.cells.map((cell, i) => (
                  <Cell key={columns[i]?.key ?? i} count={cell.count} step={step(cell.count, most)} link={cell.link} label={t.cell(cell.count, row.title, columns[i]?.title ?? '')} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className="sticky start-0 z-[1] bg-surface px-2 py-1 text-start font-medium">
                {t.total}
              </th>
              <Sum count={total} link={link} label={t.cell(total, t.total, t.total)} />
              {columns.map((column) => (
                <Sum key={column.key} count={column.total} link={column.link} label={t.cell(column.total, t.total, column.title)} />
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <p id={legend} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        <span className="sr-only">{t.legend}:</span>
        {t.less}
        {ground.map((tone, i) => (
          <span key={tone} aria-hidden className={cx('grid place-items-center h-6 min-w-8 px-1 rounded', tone, ink(i))}>
            {number(i === 0 ? 0 : Math.floor((most * (i - 1)) / STEPS) + 1)}
          </span>
        ))}
        {t.more}
      </p>
    </div>
  )
}

const inside = 'grid place-items-center w-full min-h-11 md:min-h-9'

function Cell({ count, step: at, link, label }: { count: number; step: number; link: LinkProps | null | undefined; label: string }) {
  return (
    <td className={cx('p-0 rounded-md text-center', ground[at], ink(at))}>
      {link && count > 0 ? (
        <Link {...link} aria-label={label} title={label} className={cx(inside, 'rounded-md hover:outline-2 hover:outline-accent focus-visible:focus-ring')}>
          {number(count)}
        </Link>
      ) : (
        <span className={inside}>{number(count)}</span>
      )}
    </td>
  )
}

function Sum({ count, link, label }: { count: number; link: LinkProps | null | undefined; label: string }) {
  return (
    <td className="p-0 text-center font-medium">
      {link && count > 0 ? (
        <Link {...link} aria-label={label} className={cx(inside, 'rounded-md text-accent underline-offset-4 hover:underline')}>
          {number(count)}
        </Link>
      ) : (
        <span className={inside}>{number(count)}</span>
      )}
    </td>
  )
}
