/** What stands over every part of a meeting: which one, where it stands, what can be done, and the parts. */
import { Link, Outlet } from '@tanstack/react-router'
import { ButtonLink } from '@/components/Button'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Bdi } from '@/components/Text'
import { fullDay, time } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { meetingStateName, meetingStateTone } from '@/lib/labels'
import { hasRole, useMe } from '@/lib/session'
import { ActionButtons } from './ActionButtons'
import { useManages, useMeeting, wasHeld } from './data'
import { meetingRoute } from './routes'
import { t } from './texts'

export function MeetingFrame() {
  const { id } = meetingRoute.useParams()
  const meeting = useMeeting(id)
  const manages = useManages()
  const me = useMe()
  const readsBrief = meeting.kind === 'mayor' && (manages || hasRole(me, 'mayor_office') || hasRole(me, 'auditor'))
  const parts = [
    { to: '/meetings/$id', name: t.tabs.overview, shown: true },
    { to: '/meetings/$id/agenda', name: t.tabs.agenda, shown: true },
    { to: '/meetings/$id/proposals', name: t.tabs.proposals, shown: meeting.kind === 'ordinary' && meeting.state !== 'cancelled' },
    { to: '/meetings/$id/attendance', name: t.tabs.attendance, shown: manages && meeting.state !== 'draft' },
    { to: '/meetings/$id/minutes', name: t.tabs.minutes, shown: wasHeld(meeting.state) },
    { to: '/meetings/$id/brief', name: t.tabs.brief, shown: readsBrief },
  ] as const
  const name = t.meeting(meeting.number)
  return (
    <>
      <PageHeader
        // Isolated: the title's own direction is not that of the whole heading.
        title={`\u2068${meeting.series.title}\u2069${comma}${name}`}
        window={name}
        above={
          <Link to="/meetings" className="hover:underline underline-offset-4">
            {t.meetings}
          </Link>
        }
        actions={
          <>
            {meeting.state === 'in_progress' && (
              <ButtonLink to="/meetings/$id/present" params={{ id }} icon="eye">
                {t.present}
              </ButtonLink>
            )}
            <ActionButtons meeting={meeting} />
          </>
        }
        className="pb-3!"
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-sm text-muted">
          <Pill tone={meetingStateTone[meeting.state]}>{meetingStateName[meeting.state]}</Pill>
          {meeting.kind === 'mayor' && <Pill tone="accent">{t.withMayor}</Pill>}
          <span>
            {fullDay(meeting.starts_at)}
            {comma}
            <bdi>{time(meeting.starts_at)}</bdi> {t.until} <bdi>{time(meeting.ends_at)}</bdi>
          </span>
          {meeting.place && <Bdi>{meeting.place}</Bdi>}
        </p>
      </PageHeader>
      <nav aria-label={name} className="mb-5 border-b border-line overflow-x-auto overscroll-contain print:hidden">
        <ul className="flex gap-1">
          {parts
            .filter((part) => part.shown)
            .map((part) => (
              <li key={part.to}>
                <Link
                  to={part.to}
                  params={{ id }}
                  activeOptions={{ exact: true }}
                  className="px-3 h-11 inline-flex items-center whitespace-nowrap text-muted hover:text-ink border-b-2 border-transparent focus-visible:-outline-offset-2!"
                  activeProps={{ className: 'border-accent! text-accent-strong! font-medium' }}
                >
                  {part.name}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      <Outlet />
    </>
  )
}
