/** Series of meetings: what recurs, whom it invites, and its next dates, of which drafts can be made. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '@/api/client'
import { read, useList } from '@/api/query'
import type { SeriesView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Empty, ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { fullDay, longDay, time } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { number } from '@/lib/numbers'
import { MEETINGS, useManages } from '../data'
import { Folded } from '../Folded'
import { ruleOf } from './recurrence'
import { SeriesForm } from './SeriesForm'
import { t } from '../texts'
import { t as own } from './texts'

export function SeriesPage() {
  const list = useList('/api/v1/meeting-series', { query: {} })
  const manages = useManages()
  const [open, setOpen] = useState<SeriesView | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={t.series}
        above={
          <Link to="/meetings" className="hover:underline underline-offset-4">
            {t.meetings}
          </Link>
        }
        actions={
          manages && (
            <Button kind="primary" icon="plus" onPress={() => setOpen('new')}>
              {own.newSeries}
            </Button>
          )
        }
      />
      <div className="space-y-4">
        <ListBody
          list={list}
          rows={4}
          empty={
            <Card>
              <Empty icon="calendar" title={t.noSeries}>
                {t.noSeriesHint}
              </Empty>
            </Card>
          }
        >
          {list.items.map((series) => (
            <One key={series.id} series={series} {...(manages ? { onEdit: () => setOpen(series) } : {})} />
          ))}
        </ListBody>
      </div>
      {open && <SeriesForm series={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}

function One({ series, onEdit }: { series: SeriesView; onEdit?: () => void }) {
  const names = series.invited.map((one) => one.unit?.name ?? one.user?.name ?? one.guest?.name ?? '')
  return (
    <Card title={<Bdi>{series.title}</Bdi>} actions={
        <>
          {!series.active && <Pill>{t.inactive}</Pill>}
          {onEdit && <IconButton label={`${own.editSeries}: ${series.title}`} icon="edit" className="-my-2" onPress={onEdit} />}
        </>
      }
    >
      <div className="space-y-4">
        <Facts>
          <Fact name={own.recurrence}>{series.recurrence ? ruleOf(series.recurrence) : null}</Fact>
          <Fact name={t.place}>{series.place}</Fact>
          <Fact name={t.chair}>{series.chair?.name ?? t.noChair}</Fact>
          <Fact name={t.invited}>{names.length > 0 ? <Folded names={names} /> : t.everyHead}</Fact>
          <Fact name={t.meetings}>{t.lastNumber(series.last_number)}</Fact>
          <Fact name={t.standingItems}>{series.standing_items.length > 0 ? series.standing_items.map((item) => item.title).join(comma) : null}</Fact>
        </Facts>
        {series.active && <Dates series={series} />}
      </div>
    </Card>
  )
}

function Dates({ series }: { series: SeriesView }) {
  const manages = useManages()
  const dates = useQuery({ ...read('/api/v1/meeting-series/{id}/dates', { path: { id: series.id }, query: { count: 6 } }), enabled: Boolean(series.recurrence) })
  const plan = useWrite({
    send: () => answer(api.POST('/api/v1/meeting-series/{id}/meetings', { params: { path: { id: series.id } }, body: { count: 6 } })),
    touches: [MEETINGS, '/api/v1/meeting-series'],
    done: (planned) => t.planned(planned.created),
    toast: true,
  })
  if (!series.recurrence) return <p className="text-sm text-muted">{t.noRule}</p>
  return (
    <section>
      <div className="flex flex-wrap items-center gap-3 pb-2">
        <h3 className="font-medium flex-1">{t.dates}</h3>
        {manages && (
          <Button icon="plus" isBusy={plan.isSending} onPress={() => plan.send()}>
            {t.plan}
          </Button>
        )}
      </div>
      {dates.isPending && <Skeleton rows={3} />}
      {dates.error && <ErrorPanel error={dates.error} />}
      <ul className="divide-y divide-line/70">
        {dates.data?.items.map((date) => (
          <li key={date.planned_on} className="flex flex-wrap items-center gap-x-3 py-2">
            <span className="flex-1">
              {fullDay(date.date)}
              {comma}
              <bdi>{time(date.starts_at)}</bdi>
            </span>
            {date.meeting_id && (
              <Link to="/meetings/$id" params={{ id: date.meeting_id }} className="text-accent underline-offset-4 hover:underline text-sm">
                {t.hasMeeting}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {(dates.data?.left_out.length ?? 0) > 0 && (
        <p className="pt-2 text-sm text-muted">
          {t.leftOut}: {dates.data?.left_out.map((out) => longDay(out.planned_on)).join(comma)} ({number(dates.data?.left_out.length ?? 0)})
        </p>
      )}
    </section>
  )
}
