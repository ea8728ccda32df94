/** Promises, the late ones first to be asked for; and how many were kept in time: everybody's, or one's own. */
import { useState } from 'react'
import { useList } from '@/api/query'
import type { KeepRate, RatesBy } from '@/api/schema'
import { FileLink } from '@/components/Button'
import { Card } from '@/components/Card'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { percent } from '@/lib/numbers'
import { Commitment } from './Commitment'
import { commitmentsRoute, type Shown } from './routes'
import { t } from './texts'

const queries = { open: { state: 'open' as const }, late: { overdue: true }, all: {} }

export function CommitmentsPage() {
  const { show = 'open' } = commitmentsRoute.useSearch()
  const navigate = commitmentsRoute.useNavigate()
  const list = useList('/api/v1/commitments', { query: queries[show] })
  const query = show === 'open' ? '?state=open' : show === 'late' ? '?overdue=true' : ''
  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          <FileLink href={`/api/v1/commitments/export.xlsx${query}`} icon="download" download>
            {t.export}
          </FileLink>
        }
      />
      <div className="space-y-4">
        <Segments<Shown>
          label={t.show}
          hideLabel
          value={show}
          onChange={(to) => void navigate({ search: to === 'open' ? {} : { show: to }, replace: true })}
          options={(['open', 'late', 'all'] as const).map((id) => ({ id, name: t.filters[id] }))}
        />
        <Card>
          <ListBody
            list={list}
            empty={
              <Empty icon="commitment" title={t.none}>
                {t.noneHint}
              </Empty>
            }
          >
            <ul className="divide-y divide-line/70">
              {list.items.map((promise) => (
                <li key={promise.id} className="py-3">
                  <Commitment promise={promise} />
                </li>
              ))}
            </ul>
          </ListBody>
        </Card>
        <Rates />
      </div>
    </>
  )
}

function Rates() {
  const [by, setBy] = useState<RatesBy>('person')
  const list = useList('/api/v1/commitments/keep-rates', { query: { by } })
  return (
    <Card title={t.rates} actions={<Segments<RatesBy> label={t.by} hideLabel value={by} onChange={setBy} options={(['person', 'unit', 'meeting'] as const).map((id) => ({ id, name: t.ratesBy[id] }))} />}>
      <ListBody list={list} rows={3} empty={<p className="text-sm text-muted">{t.noRates}</p>}>
        <ul className="divide-y divide-line/70">
          {list.items.map((rate) => (
            <li key={keyOf(rate)} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <Bdi className="min-w-0 flex-1 basis-48">{nameOf(rate)}</Bdi>
              <Bar rate={rate} />
            </li>
          ))}
        </ul>
      </ListBody>
    </Card>
  )
}

const keyOf = (rate: KeepRate) => `${rate.person?.id ?? ''}.${rate.unit?.id ?? ''}.${rate.meeting?.id ?? ''}`
const nameOf = (rate: KeepRate) => rate.person?.name ?? rate.unit?.name ?? (rate.meeting ? t.ofMeeting(rate.meeting.series, rate.meeting.number) : '—')

function Bar({ rate: { tally } }: { rate: KeepRate }) {
  const all = tally.kept + tally.late + tally.broken
  const share = all === 0 ? null : tally.kept / all
  return (
    <span className="flex items-center gap-3 w-full sm:w-80">
      <span aria-hidden className="flex-1 h-2.5 rounded-full bg-neutral-soft overflow-hidden">
        <i className="block h-full bg-accent" style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className="text-sm whitespace-nowrap">
        {share === null ? '—' : percent(share)} <span className="text-muted">({t.rate(tally.kept, all)})</span>
      </span>
    </span>
  )
}
