/** How promises are kept, by person, unit or meeting, those with the most broken ones first. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { readAll } from '@/api/query'
import type { KeepRate, RatesBy } from '@/api/schema'
import { ListBody, wholeList } from '@/components/ListBody'
import { Segments } from '@/components/Pick'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { number, percent } from '@/lib/numbers'
import { Head } from './Head'
import { t } from './texts'

const BY = ['person', 'unit', 'meeting'] as const satisfies RatesBy[]
const COLUMNS = ['kept', 'late', 'broken', 'open', 'made'] as const

export function Kept() {
  const [by, setBy] = useState<RatesBy>('person')
  const rates = useQuery(readAll('/api/v1/commitments/keep-rates', { query: { by } }))
  return (
    <>
      <Head lead={t.keptLead} file="commitments/export" what={t.commitments} />
      <Segments<RatesBy> label={t.by} hideLabel className="pb-4" value={by} onChange={setBy} options={BY.map((id) => ({ id, name: t.rateBy[id] }))} />
      <ListBody
        list={wholeList(rates, rates.data)}
        rows={6}
        empty={<Empty icon="commitment" title={t.noRates} />}
      >
        <Rates by={by} rates={(rates.data ?? []).toSorted((a, b) => b.tally.broken - a.tally.broken || b.tally.late - a.tally.late || b.tally.made - a.tally.made)} />
      </ListBody>
    </>
  )
}

function Rates({ by, rates }: { by: RatesBy; rates: KeepRate[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keyboard
    <div tabIndex={0} role="region" aria-label={t.tabs.kept} className="overflow-x-auto rounded-2xl border border-line bg-surface outline-none focus-visible:focus-ring">
      <table className="w-full text-sm [overflow-wrap:normal]">
        <caption className="sr-only">{t.tabs.kept}</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="px-4 py-2 text-start font-medium">
              {t.who[by]}
            </th>
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t.share}
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                {t[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => (
            <tr key={`${rate.person?.id ?? ''}.${rate.unit?.id ?? ''}.${rate.meeting?.id ?? ''}`} className="border-b border-line/70 last:border-0">
              <th scope="row" className="px-4 py-2 text-start font-normal min-w-36">
                <Name rate={rate} />
              </th>
              <td className="px-3 py-2">
                <Share rate={rate} />
              </td>
              {COLUMNS.map((column) => (
                <td key={column} className="px-3 py-2 text-center">
                  {number(rate.tally[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Name({ rate: { meeting, person, unit } }: { rate: KeepRate }) {
  if (!meeting) return <Bdi>{person?.name ?? unit?.name ?? '—'}</Bdi>
  return (
    <Link to="/meetings/$id" params={{ id: meeting.id }} className="hover:underline underline-offset-4">
      <Bdi>{t.ofMeeting(meeting.series, meeting.number)}</Bdi>
    </Link>
  )
}

/** Of those whose day has passed. */
function Share({ rate: { tally } }: { rate: KeepRate }) {
  const over = tally.kept + tally.late + tally.broken
  if (over === 0) return '—'
  return (
    <span className="flex items-center gap-2 min-w-32">
      <span aria-hidden className="h-2.5 flex-1 overflow-hidden rounded-full bg-neutral-soft">
        <i className="block h-full bg-(--chart-1)" style={{ width: `${(tally.kept / over) * 100}%` }} />
      </span>
      <span className="w-12">{percent(tally.kept / over)}</span>
    </span>
  )
}
