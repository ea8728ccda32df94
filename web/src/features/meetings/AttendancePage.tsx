/** Who came: marked person by person; those not marked yet in one press. Saved with each mark, so that two secretaries do not undo each other. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { Attended, AttendanceStatus, InvitedView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Pill } from '@/components/Pill'
import { Segments } from '@/components/Pick'
import { Bdi } from '@/components/Text'
import { MEETINGS, useMeeting } from './data'
import { meetingRoute } from './routes'
import { SubstituteFields, substituteOf, type Substitute } from './Substitute'
import { t } from './texts'

const STATUSES: readonly AttendanceStatus[] = ['present', 'absent', 'excused', 'substitute']

export function AttendancePage() {
  const { id } = meetingRoute.useParams()
  const meeting = useMeeting(id)
  const write = useWrite({
    send: (body: Attended[]) => answer(api.PUT('/api/v1/meetings/{id}/attendance', { params: { path: { id }, header: ifMatch(meeting.version) }, body })),
    touches: [MEETINGS],
    toast: true,
  })
  const open = ['scheduled', 'agenda_published', 'in_progress', 'minutes_draft'].includes(meeting.state)
  const unmarked: Attended[] = [
    ...meeting.invited.filter((one) => !one.attendance).map((one) => ({ user_id: one.user.id, status: 'present' as const })),
    ...meeting.guests.filter((one) => !one.attendance).map((one) => ({ guest_id: one.id, status: 'present' as const })),
  ]
  return (
    <Card
      title={t.tabs.attendance}
      actions={
        <>
          {meeting.quorum && <Pill tone={meeting.quorum.met ? 'success' : 'warning'}>{t.quorum(meeting.quorum.present, meeting.quorum.needed)}</Pill>}
          {open && unmarked.length > 0 && (
            <Button icon="check" isBusy={write.isSending} onPress={() => write.send(unmarked)}>
              {t.allPresent}
            </Button>
          )}
        </>
      }
    >
      <ul className="divide-y divide-line/70">
        {meeting.invited.map((invited) => (
          <li key={invited.user.id} className="py-3">
            <Row
              name={invited.user.name}
              note={invited.unit?.name}
              person={invited.user.id}
              status={invited.attendance ?? null}
              substitute={{ id: invited.substitute?.id ?? null, name: nameOf(invited) }}
              isDisabled={!open || write.isSending}
              onMark={(status, other) => write.send([{ user_id: invited.user.id, status, ...(other ? substituteOf(other) : {}) }])}
            />
          </li>
        ))}
        {meeting.guests.map((guest) => (
          <li key={`guest-${guest.id}`} className="py-3">
            <Row name={guest.name} note={t.guest} status={guest.attendance ?? null} isGuest isDisabled={!open || write.isSending} onMark={(status) => write.send([{ guest_id: guest.id, status }])} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

const nameOf = (invited: InvitedView) => invited.substitute?.name ?? invited.substitute_name ?? ''

const NOBODY: Substitute = { id: null, name: '' }

function Row({ name, note, person = 0, status, substitute = NOBODY, isGuest = false, isDisabled, onMark }: {
  name: string
  note?: string | undefined
  status: AttendanceStatus | null
  person?: number
  /** Who comes instead, with the name even of those who have an account. */
  substitute?: Substitute
  isGuest?: boolean
  isDisabled: boolean
  onMark: (status: AttendanceStatus, substitute?: Substitute) => void
}) {
  const [naming, setNaming] = useState(false)
  const [typed, setTyped] = useState(NOBODY)
  const known = substitute.name !== ''
  const mark = (to: AttendanceStatus | '') => {
    if (to === '') return
    // Somebody else came: it has to be said who, unless the invitation's answer says it.
    if (to === 'substitute' && !known) setNaming(true)
    else onMark(to, to === 'substitute' ? substitute : undefined)
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-52">
        <Bdi className="block font-medium">{name}</Bdi>
        <span className="block text-xs text-muted">
          {note && <Bdi>{note}</Bdi>}
          {known && (
            <>
              {' · '}
              {t.substitute}: <Bdi>{substitute.name}</Bdi>
            </>
          )}
          {!status && ` · ${t.unmarked}`}
        </span>
      </div>
      <Segments<AttendanceStatus | ''>
        label={name}
        hideLabel
        isDisabled={isDisabled}
        value={naming ? 'substitute' : (status ?? '')}
        onChange={mark}
        options={STATUSES.filter((one) => !isGuest || one !== 'substitute').map((one) => ({ id: one, name: t.attendance[one] }))}
      />
      {naming && (
        <form
          className="w-full flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (!typed.id && !typed.name.trim()) return
            onMark('substitute', typed)
            setNaming(false)
          }}
        >
          <SubstituteFields besides={person} value={typed} onChange={setTyped} autoFocus />
          <Button type="submit" kind="primary">
            {t.save}
          </Button>
          <Button kind="ghost" onPress={() => setNaming(false)}>
            {t.back}
          </Button>
        </form>
      )}
    </div>
  )
}
