/** A meeting at a glance: what it is about to take up, who comes, its papers, and one's own answer to the invitation. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '@/api/client'
import type { Answer, InvitedView, MeetingView, Respond } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, ButtonLink, FileLink, IconButton } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { TextField } from '@/components/Field'
import { Pill, type Tone } from '@/components/Pill'
import { Segments } from '@/components/Pick'
import { Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { number } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { agendaOf, isBefore, MEETINGS, paper, useManages, useMeeting, wasHeld } from './data'
import { EditInvited } from './EditInvited'
import { meetingRoute } from './routes'
import { SubstituteFields, substituteOf } from './Substitute'
import { t } from './texts'

export function OverviewPage() {
  const { id } = meetingRoute.useParams()
  const meeting = useMeeting(id)
  const manages = useManages()
  const me = useMe()
  const mine = meeting.invited.find((invited) => invited.user.id === me.id)
  const answers = mine && (meeting.state === 'scheduled' || meeting.state === 'agenda_published')
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)] items-start">
      <div className="space-y-4 min-w-0">
        {meeting.clashes.length > 0 && (
          <Note tone="warning" icon="warning">
            <p className="font-medium">{t.clashes}</p>
            {meeting.clashes.map((clash) => (
              <p key={clash.meeting_id}>{t.clash(clash.series.title, clash.starts_at, clash.same_place, clash.same_chair)}</p>
            ))}
          </Note>
        )}
        {answers && <MyAnswer key={mine.answered_at ?? ''} meeting={meeting} mine={mine} />}
        <AgendaCard meeting={meeting} />
        <Card>
          <Facts>
            <Fact name={t.place}>{meeting.place ? <Bdi>{meeting.place}</Bdi> : t.noPlace}</Fact>
            <Fact name={t.chair}>{meeting.chair ? <Bdi>{meeting.chair.name}</Bdi> : t.noChair}</Fact>
            <Fact name={t.revisions}>{meeting.agenda_revision > 0 ? number(meeting.agenda_revision) : t.notPublished}</Fact>
            <Fact name={t.attendance.present}>{meeting.quorum && wasHeld(meeting.state) ? (
                  <Pill tone={meeting.quorum.met ? 'success' : 'warning'}>{t.quorum(meeting.quorum.present, meeting.quorum.needed)}</Pill>
                ) : null}</Fact>
          </Facts>
        </Card>
        <Papers meeting={meeting} />
      </div>
      <People meeting={meeting} manages={manages} />
    </div>
  )
}

function AgendaCard({ meeting }: { meeting: MeetingView }) {
  const agenda = useQuery(agendaOf(meeting.id))
  const items = agenda.data?.items ?? []
  return (
    <Card
      title={t.tabs.agenda}
      actions={
        <ButtonLink to="/meetings/$id/agenda" params={{ id: meeting.id }} kind="ghost">
          {t.openAgenda}
        </ButtonLink>
      }
    >
      {agenda.isPending && <Skeleton rows={3} />}
      {agenda.data && items.length === 0 && <p className="text-sm text-muted">{meeting.agenda_revision === 0 ? t.agendaNotYet : t.emptyList}</p>}
      <ol className="divide-y divide-line/70">
        {items.slice(0, 6).map((item) => (
          <li key={item.id} className="flex gap-3 py-2">
            <span className="w-6 shrink-0 text-muted text-sm">{number(item.position)}</span>
            <span className="min-w-0 flex-1">
              <Bdi className="block font-medium">{item.title}</Bdi>
              <span className="block text-xs text-muted">{item.reason}</span>
            </span>
          </li>
        ))}
      </ol>
      {items.length > 6 && <p className="pt-2 text-sm text-muted">{t.andMore(items.length - 6)}</p>}
    </Card>
  )
}

function Papers({ meeting }: { meeting: MeetingView }) {
  const agenda = ['pdf', 'docx', 'html', 'xlsx', 'ics'] as const
  const minutes = ['pdf', 'docx', 'html'] as const
  const link = (what: 'agenda' | 'minutes', format: keyof typeof t.paper) => (
    <FileLink key={format} href={paper(meeting.id, what, format)} kind="secondary" icon={format === 'html' ? 'print' : format === 'ics' ? 'calendar' : 'download'} {...(format === 'html' ? { target: '_blank', rel: 'noreferrer' } : { download: true })}>
      {t.paper[format]}
    </FileLink>
  )
  return (
    <Card title={t.papers}>
      <p className="pb-2 text-sm text-muted">{t.tabs.agenda}</p>
      <div className="flex flex-wrap gap-2">{agenda.map((format) => link('agenda', format))}</div>
      {wasHeld(meeting.state) && meeting.state !== 'in_progress' && (
        <>
          <p className="pt-4 pb-2 text-sm text-muted">{t.tabs.minutes}</p>
          <div className="flex flex-wrap gap-2">{minutes.map((format) => link('minutes', format))}</div>
        </>
      )}
    </Card>
  )
}

const answerTone: Record<Answer, Tone> = { accept: 'success', decline: 'danger', tentative: 'warning', substitute: 'accent' }

function Status({ invited, held }: { invited: InvitedView; held: boolean }) {
  if (held) {
    const status = invited.attendance
    return status ? <Pill tone={status === 'present' || status === 'substitute' ? 'success' : 'neutral'}>{t.attendance[status]}</Pill> : <Pill>{t.unmarked}</Pill>
  }
  return invited.answer ? <Pill tone={answerTone[invited.answer]}>{t.answer[invited.answer]}</Pill> : <Pill>{t.noAnswer}</Pill>
}

function People({ meeting, manages }: { meeting: MeetingView; manages: boolean }) {
  const held = wasHeld(meeting.state)
  const [editing, setEditing] = useState(false)
  return (
    <Card
      actions={
        manages &&
        (isBefore(meeting.state) || meeting.state === 'postponed') && <IconButton label={t.editInvited} icon="edit" className="-my-2" onPress={() => setEditing(true)} />
      }
      title={
        <>
          {t.invited} <span className="text-muted font-normal text-sm">{number(meeting.invited.length + meeting.guests.length)}</span>
        </>
      }
    >
      {meeting.invited.length === 0 && <p className="text-sm text-muted">{t.nobodyInvited}</p>}
      <ul className="divide-y divide-line/70">
        {meeting.invited.map((invited) => (
          <li key={invited.user.id} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <Bdi className="block">{invited.user.name}</Bdi>
              {(invited.substitute || invited.substitute_name) && (
                <span className="block text-xs text-muted">
                  {t.substitute}: <Bdi>{invited.substitute?.name ?? invited.substitute_name}</Bdi>
                </span>
              )}
              {invited.answer_note && <Bdi className="block text-xs text-muted">{invited.answer_note}</Bdi>}
            </div>
            {meeting.state !== 'draft' && <Status invited={invited} held={held} />}
          </li>
        ))}
        {meeting.guests.map((guest) => (
          <li key={`guest-${guest.id}`} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <Bdi className="block">{guest.name}</Bdi>
              <span className="block text-xs text-muted">
                {t.guest}
                {manages && guest.email && (
                  <>
                    {' · '}
                    <bdi dir="ltr">{guest.email}</bdi>
                  </>
                )}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {editing && <EditInvited meeting={meeting} onClose={() => setEditing(false)} />}
    </Card>
  )
}

function MyAnswer({ meeting, mine }: { meeting: MeetingView; mine: InvitedView }) {
  const [chosen, setChosen] = useState<Answer>(mine.answer ?? 'accept')
  const [note, setNote] = useState(mine.answer_note ?? '')
  const [substitute, setSubstitute] = useState({ id: mine.substitute?.id ?? null, name: mine.substitute_name ?? '' })
  const write = useWrite({
    send: (body: Respond) => answer(api.POST('/api/v1/meetings/{id}/response', { params: { path: { id: meeting.id } }, body })),
    touches: [MEETINGS],
    done: t.answered,
  })
  const answers = ['accept', 'decline', 'tentative', 'substitute'] as const
  return (
    <Card title={t.yourAnswer} actions={mine.answer ? <Pill tone={answerTone[mine.answer]}>{t.answer[mine.answer]}</Pill> : null}>
      <div className="space-y-3">
        <Segments label={t.yourAnswer} hideLabel value={chosen} onChange={setChosen} options={answers.map((id) => ({ id, name: t.answerAs[id] }))} />
        {chosen === 'substitute' && <SubstituteFields besides={mine.user.id} value={substitute} onChange={setSubstitute} at={(field) => write.problem?.at(field)} />}
        <TextField label={t.note} value={note} onChange={setNote} error={write.problem?.at('note')} />
        {write.problem && write.problem.besides(['substitute_id', 'substitute_name', 'note']).map((message) => <p key={message} role="alert" className="text-sm text-danger-ink">{message}</p>)}
        <Button kind="primary" isBusy={write.isSending} onPress={() => write.send({ answer: chosen, ...(note.trim() ? { note: note.trim() } : {}), ...(chosen === 'substitute' ? substituteOf(substitute) : {}) })}>
          {t.sendAnswer}
        </Button>
      </div>
    </Card>
  )
}
