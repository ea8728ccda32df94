/** The meetings that this person may see: what is coming, and what has been. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useList } from '@/api/query'
import type { MeetingView } from '@/api/schema'
import { Button, ButtonLink } from '@/components/Button'
import { Card } from '@/components/Card'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { fullDay, time } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { meetingStateName, meetingStateTone } from '@/lib/labels'
import { useManages } from './data'
import { NewMeeting } from './NewMeeting'
import { t } from './texts'

/** What still asks for something comes first. */
const isOver = (meeting: MeetingView) => meeting.state === 'approved' || meeting.state === 'cancelled'

export function MeetingsPage() {
  const list = useList('/api/v1/meetings', { query: { limit: 100 } })
  const manages = useManages()
  const [creating, setCreating] = useState(false)
  const coming = list.items.filter((meeting) => !isOver(meeting)).toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))
  const past = list.items.filter(isOver).toSorted((a, b) => b.starts_at.localeCompare(a.starts_at))
  const none = (
    <Empty icon="meeting" title={t.noMeetings}>
      {t.noMeetingsHint}
    </Empty>
  )
  return (
    <>
      <PageHeader
        title={t.meetings}
        actions={
          <>
            <ButtonLink to="/meetings/series" icon="calendar">
              {t.series}
            </ButtonLink>
            {manages && (
              <Button kind="primary" icon="plus" onPress={() => setCreating(true)}>
                {t.newMeeting}
              </Button>
            )}
          </>
        }
      />
      <div className="space-y-4">
        <ListBody list={list} empty={<Card title={t.upcoming}>{none}</Card>}>
          <Card title={t.upcoming}>{coming.length === 0 ? none : <Rows meetings={coming} />}</Card>
          {past.length > 0 && (
            <Card title={t.past}>
              <Rows meetings={past} />
            </Card>
          )}
        </ListBody>
      </div>
      {creating && <NewMeeting onClose={() => setCreating(false)} />}
    </>
  )
}

const Rows = ({ meetings }: { meetings: readonly MeetingView[] }) => (
  <ul className="divide-y divide-line/70">
    {meetings.map((meeting) => (
      <li key={meeting.id} className="relative flex flex-wrap items-center gap-x-4 gap-y-1 py-3 px-1 -mx-1 rounded-lg hover:bg-neutral-soft/60">
        <div className="min-w-0 flex-1 basis-60">
          <Link to="/meetings/$id" params={{ id: meeting.id }} className="font-medium after:absolute after:inset-0 after:rounded-lg outline-none focus-visible:after:focus-ring">
            <Bdi>{meeting.series.title}</Bdi>
            {comma}
            {t.meeting(meeting.number)}
          </Link>
          <p className="text-sm text-muted">
            {fullDay(meeting.starts_at)}
            {comma}
            <bdi>{time(meeting.starts_at)}</bdi>
            {meeting.place && (
              <>
                {' · '}
                <Bdi>{meeting.place}</Bdi>
              </>
            )}
          </p>
        </div>
        {meeting.kind === 'mayor' && <Pill tone="accent">{t.withMayor}</Pill>}
        <Pill tone={meetingStateTone[meeting.state]}>{meetingStateName[meeting.state]}</Pill>
      </li>
    ))}
  </ul>
)
