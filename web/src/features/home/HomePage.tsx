/** What waits for the one who is signed in, by what their roles open; then what is under way, and the next meeting. */
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { read } from '@/api/query'
import { ButtonLink } from '@/components/Button'
import { Card } from '@/components/Card'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { RequestLine, type NamedRequest } from '@/components/Request'
import { Empty, ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime, fullDay, shortDay, today } from '@/lib/dates'
import { meetingStateName, meetingStateTone, standingName, standingTone } from '@/lib/labels'
import { hasRole, may, useMe } from '@/lib/session'
import { t } from './texts'

const SHOWN = 5

export function HomePage() {
  const me = useMe()
  const triages = may(me, 'triage')
  const files = may(me, 'file_requests')
  const works = may(me, 'work_on_requests')
  const triage = useQuery({ ...read('/api/v1/triage', { query: { limit: SHOWN } }), enabled: triages })
  const approvals = useQuery(read('/api/v1/approvals', { query: { mine: true, state: 'pending', limit: SHOWN } }))
  const asked = useQuery({ ...read('/api/v1/requests', { query: { state: 'needs_info', sort: 'due_at', limit: SHOWN } }), enabled: files })
  const done = useQuery({ ...read('/api/v1/requests', { query: { state: 'done', sort: 'updated_at', limit: SHOWN } }), enabled: files })
  const mine = useQuery({ ...read('/api/v1/requests', { query: { owner_id: me.id, state_group: 'open', sort: 'due_at', limit: SHOWN } }), enabled: works })
  const promises = useQuery(read('/api/v1/commitments', { query: { who: me.id, state: 'open', limit: SHOWN } }))
  const overdue = useQuery({ ...read('/api/v1/requests', { query: { overdue: true, sort: 'due_at', limit: SHOWN } }), enabled: triages || files })
  const all = [triage, approvals, asked, done, mine, promises]
  // A head sees other units' requests too where they may; only those that this person can act on wait for them.
  const canDo = (action: string, list: typeof asked) => list.data?.items.filter((request) => request.allowed_actions.includes(action)) ?? []
  const toAnswer = canDo('answer', asked)
  const toConfirm = canDo('confirm', done)
  const failed = all.find((query) => query.error)?.error
  const waiting = [triage.data?.items, approvals.data?.items, toAnswer, toConfirm, mine.data?.items, promises.data?.items].some((items) => (items?.length ?? 0) > 0)
  const reading = all.some((query) => query.isLoading)

  return (
    <>
      <PageHeader
        title={t.hello(me.name)}
        window={t.title}
        actions={
          files && (
            <ButtonLink to="/requests/new" kind="primary" icon="plus">
              {t.newRequest}
            </ButtonLink>
          )
        }
      >
        <p className="text-sm text-muted">{fullDay(today())}</p>
      </PageHeader>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)] items-start">
        <div className="space-y-4 min-w-0">
          {failed && <ErrorPanel error={failed} />}
          <Waiting title={t.triage} items={triage.data?.items} more={triage.data?.next} to={{ to: '/triage' }} />
          {(approvals.data?.items.length ?? 0) > 0 && (
            <Card title={t.approvals} actions={<All to={{ to: '/approvals' }} />}>
              <ul className="divide-y divide-line">
                {approvals.data?.items.map((approval) => (
                  <li key={approval.id} className="py-2.5">
                    <Link to="/approvals/$id" params={{ id: String(approval.id) }} className="font-medium block">
                      <Bdi>{approval.request.title}</Bdi>
                    </Link>
                    <p className="text-xs text-muted">
                      <Bdi>{approval.request.unit.name}</Bdi>
                      {approval.waits_since && <> · {shortDay(approval.waits_since)}</>}
                    </p>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <Waiting title={t.ask} items={toAnswer} more={asked.data?.next} to={{ to: '/requests', search: { state: 'needs_info' } }} />
          <Waiting title={t.confirm} items={toConfirm} more={done.data?.next} to={{ to: '/requests', search: { state: 'done' } }} />
          <Waiting title={t.mine} items={mine.data?.items} more={mine.data?.next} to={{ to: '/requests', search: { owner_id: me.id, state_group: 'open' } }} />
          {(promises.data?.items.length ?? 0) > 0 && (
            <Card title={t.promises} actions={<All to={{ to: '/commitments' }} />}>
              <ul className="divide-y divide-line">
                {promises.data?.items.map((promise) => (
                  <li key={promise.id} className="py-2.5 flex items-center gap-3">
                    <div className="min-w-0 flex-1">
                      <Link to="/commitments/$id" params={{ id: promise.id }} className="block hover:underline underline-offset-4">
                        <Bdi>{promise.text}</Bdi>
                      </Link>
                      <span className="text-xs text-muted">{shortDay(promise.due_on)}</span>
                    </div>
                    <Pill tone={standingTone[promise.standing]}>{standingName[promise.standing]}</Pill>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {reading && !waiting && (
            <Card>
              <Skeleton rows={4} />
            </Card>
          )}
          {!reading && !waiting && !failed && (
            <Card>
              <Empty icon="check" title={t.nothingWaits}>
                {t.nothingWaitsLead}
              </Empty>
            </Card>
          )}
        </div>
        <div className="space-y-4 min-w-0">
          <NextMeeting />
          <Waiting title={t.overdue} items={overdue.data?.items} more={overdue.data?.next} to={{ to: '/requests', search: { overdue: true, sort: 'due_at' } }} />
          {hasRole(me, 'unit_head') || hasRole(me, 'unit_member') ? <OpenOfUnit /> : null}
        </div>
      </div>
    </>
  )
}

const All = ({ to }: { to: LinkProps }) => (
  <Link {...to} className="text-sm text-accent underline-offset-4 hover:underline">
    {t.all}
  </Link>
)

function Waiting({ title, items, more, to }: { title: string; items: readonly NamedRequest[] | undefined; more: string | null | undefined; to: LinkProps }) {
  if (!items || items.length === 0) return null
  return (
    <Card
      title={
        <>
          {title} <span className="text-muted font-normal text-sm">{t.many(items.length, Boolean(more))}</span>
        </>
      }
      actions={<All to={to} />}
    >
      <div className="divide-y divide-line/70">
        {items.map((request) => (
          <RequestLine key={request.id} request={request} />
        ))}
      </div>
    </Card>
  )
}

function OpenOfUnit() {
  const open = useQuery(read('/api/v1/requests', { query: { state_group: 'open', sort: '-updated_at', limit: SHOWN } }))
  return <Waiting title={t.unit} items={open.data?.items} more={open.data?.next} to={{ to: '/requests', search: { state_group: 'open' } }} />
}

function NextMeeting() {
  const meetings = useQuery(read('/api/v1/meetings', { query: { limit: 50 } }))
  const next = meetings.data?.items
    // One that is being held is next, however late it has become.
    .filter((meeting) => meeting.state === 'in_progress' || (['scheduled', 'agenda_published'].includes(meeting.state) && Date.parse(meeting.ends_at) > Date.now() - 86_400_000))
    .toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))[0]
  let body: ReactNode = <p className="text-sm text-muted">{t.noMeeting}</p>
  if (meetings.isLoading) body = <Skeleton rows={2} />
  else if (next) {
    body = (
      <div className="space-y-1">
        <p className="font-medium">
          <Link to="/meetings/$id" params={{ id: next.id }} className="hover:underline underline-offset-4">
            <Bdi>{next.series.title}</Bdi>
          </Link>
        </p>
        <p className="text-sm text-muted">{dayAndTime(next.starts_at)}</p>
        {next.place && (
          <p className="text-sm text-muted">
            <Bdi>{next.place}</Bdi>
          </p>
        )}
        <Pill tone={meetingStateTone[next.state]}>{meetingStateName[next.state]}</Pill>
      </div>
    )
  }
  return <Card title={t.nextMeeting}>{body}</Card>
}
