/**
 * The agenda of a meeting. Who prepares it builds it here: it is made from what is open, each line with its reason, within the
 * time of the meeting; lines are pinned, moved, timed and left out. Everybody else reads what was published.
 */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AgendaItemView, AgendaView, MeetingView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty, Note } from '@/components/States'
import { dayAndTime } from '@/lib/dates'
import { agendaOf, isBefore, isRecorded, useGenerate, useManages, useMeeting } from '../data'
import { meetingRoute } from '../routes'
import { t } from '../texts'
import { AgendaLine } from './AgendaLine'
import { ExcludeDialog, NoteDialog } from './dialogs'
import { Revisions } from './Revisions'
import { SortableLines } from './SortableLines'
import { TimeBudget } from './TimeBudget'

export function AgendaPage() {
  const { id } = meetingRoute.useParams()
  const meeting = useMeeting(id)
  const agenda = useSuspenseQuery(agendaOf(id)).data
  const manages = useManages()
  const builds = manages && isBefore(meeting.state)
  const none = agenda.items.length + agenda.overflow.length + agenda.excluded.length === 0
  return (
    <div className="grid gap-4 items-start lg:has-[>:nth-child(2):not(:empty)]:grid-cols-[minmax(0,5fr)_minmax(0,2fr)]">
      <div className="space-y-4 min-w-0">
        {builds && !none && <Toolbar meeting={meeting} agenda={agenda} />}
        {none ? <NoAgenda meeting={meeting} agenda={agenda} builds={builds} /> : <Lists meeting={meeting} agenda={agenda} builds={builds} records={manages && isRecorded(meeting.state)} />}
      </div>
      <div className="space-y-4 min-w-0 empty:hidden">
        {agenda.changes.length > 0 && (
          <Card title={t.changesSince}>
            <ul className="list-disc ps-5 text-sm space-y-1">
              {agenda.changes.map((change) => (
                <li key={change} dir="auto">
                  {change}
                </li>
              ))}
            </ul>
          </Card>
        )}
        {agenda.proposals_until && meeting.kind === 'ordinary' && isBefore(meeting.state) && <Note icon="clock">{t.proposalsUntil(agenda.proposals_until)}</Note>}
        <Revisions meeting={id} />
      </div>
    </div>
  )
}

function NoAgenda({ meeting, agenda, builds }: { meeting: MeetingView; agenda: AgendaView; builds: boolean }) {
  const generate = useGenerate(meeting.id)
  return (
    <Card>
      <Empty
        icon="list"
        title={builds ? t.noAgenda : t.agendaNotYet}
        action={
          builds && (
            <Button kind="primary" icon="list" isBusy={generate.isSending} onPress={() => generate.send(agenda.version)}>
              {t.generateFirst}
            </Button>
          )
        }
      >
        {builds && t.noAgendaHint}
      </Empty>
    </Card>
  )
}

/** Stays in sight: how full it is, and to make it anew. */
function Toolbar({ meeting, agenda }: { meeting: MeetingView; agenda: AgendaView }) {
  const generate = useGenerate(meeting.id)
  return (
    <div className="md:sticky md:top-(--head) z-10 -mx-1 px-1 md:bg-canvas md:py-2">
      <div className="rounded-2xl border border-line bg-surface p-4 flex flex-wrap items-center gap-x-5 gap-y-3">
        <TimeBudget planned={agenda.planned_minutes} budget={agenda.budget_minutes} items={agenda.items} className="flex-1 basis-64" />
        <Button icon="undo" isBusy={generate.isSending} onPress={() => generate.send(agenda.version)}>
          {t.generate}
        </Button>
      </div>
    </div>
  )
}

function Lists({ meeting, agenda, builds, records }: { meeting: MeetingView; agenda: AgendaView; builds: boolean; records: boolean }) {
  const [excluding, setExcluding] = useState<AgendaItemView | null>(null)
  const [noting, setNoting] = useState<AgendaItemView | null>(null)
  const shared = { meeting: meeting.id, builds, records, onExclude: setExcluding, onNote: setNoting }
  const state = agenda.published_at ? t.publishedAt(agenda.revision, agenda.published_at) : t.notPublished
  return (
    <>
      <Card
        title={t.lists.agenda}
        actions={
          <span className="text-sm text-muted" title={agenda.published_at ? dayAndTime(agenda.published_at) : undefined}>
            {state}
          </span>
        }
      >
        {!builds && <TimeBudget planned={agenda.planned_minutes} budget={agenda.budget_minutes} items={agenda.items} className="pb-3" />}
        {agenda.items.length === 0 && <p className="text-sm text-muted">{t.emptyList}</p>}
        {builds ? <SortableLines items={agenda.items} {...shared} /> : <PlainLines items={agenda.items} {...shared} />}
      </Card>
      {agenda.overflow.length > 0 && (
        <Card title={t.lists.overflow}>
          <p className="-mt-2 pb-2 text-sm text-muted">{t.listHints.overflow}</p>
          <PlainLines items={agenda.overflow} {...shared} />
        </Card>
      )}
      {agenda.excluded.length > 0 && (
        <Card title={t.lists.excluded}>
          <p className="-mt-2 pb-2 text-sm text-muted">{t.listHints.excluded}</p>
          <PlainLines items={agenda.excluded} {...shared} />
        </Card>
      )}
      {excluding && <ExcludeDialog key={excluding.id} meeting={meeting.id} item={excluding} onClose={() => setExcluding(null)} />}
      {noting && <NoteDialog key={noting.id} meeting={meeting.id} item={noting} onClose={() => setNoting(null)} />}
    </>
  )
}

export interface LineProps {
  meeting: number
  /** The agenda is being made, by this person. */
  builds: boolean
  /** Outcomes are taken, from this person. */
  records: boolean
  onExclude: (item: AgendaItemView) => void
  onNote: (item: AgendaItemView) => void
}

function PlainLines({ items, ...shared }: LineProps & { items: readonly AgendaItemView[] }) {
  return (
    <ol className="divide-y divide-line/70">
      {items.map((item) => (
        <li key={item.id} id={`line-${item.id}`} className="py-3 scroll-mt-24">
          <AgendaLine item={item} count={items.length} {...shared} />
        </li>
      ))}
    </ol>
  )
}
