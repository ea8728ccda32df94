/** Everything that happened, and what was said, in one line of time. */
import { useState } from 'react'
import { useList } from '@/api/query'
import type { ActionKind, CommentView, EventView, RequestView, State } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { cx } from '@/components/cx'
import { Icon, type IconName } from '@/components/Icon'
import { StatePill } from '@/components/Request'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Bdi, Written } from '@/components/Text'
import { ago, dayAndTime, longDay } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { number } from '@/lib/numbers'
import { Comment } from './Comment'
import { CommentForm } from './CommentForm'
import { t } from './texts'

type Entry = { at: string; id: string } & ({ event: EventView } | { comment: CommentView })

/** So many are shown at first; the rest at a press, so that a long history does not hide the form beneath. */
const SHOWN = 12
/** What only the machinery needs to know: comments stand for themselves. */
const SILENT = ['commented', 'deadline_warned']

export function Timeline({ request }: { request: RequestView }) {
  const key = String(request.id)
  const history = useList('/api/v1/requests/{id}/history', { path: { id: key }, query: { limit: 200 } })
  const comments = useList('/api/v1/requests/{id}/comments', { path: { id: key }, query: { limit: 200 } })
  const [all, setAll] = useState(false)
  const entries: Entry[] = [
    ...history.items.filter((event) => !SILENT.includes(event.action)).map((event) => ({ at: event.at, id: `e${event.id}`, event })),
    ...comments.items.map((comment) => ({ at: comment.created_at, id: `c${comment.id}`, comment })),
  ].toSorted((a, b) => a.at.localeCompare(b.at))
  const shown = all ? entries : entries.slice(-SHOWN)
  const failed = history.error ?? comments.error
  return (
    <Card title={t.timeline} id="timeline">
      {failed && <ErrorPanel error={failed} />}
      {history.isPending && <Skeleton rows={4} />}
      {shown.length < entries.length && (
        <Button kind="ghost" icon="up" className="-ms-3 mb-2" onPress={() => setAll(true)}>
          {t.showAll(entries.length)}
        </Button>
      )}
      {(history.hasMore || comments.hasMore) && (
        <Button
          kind="ghost"
          onPress={() => {
            if (history.hasMore) history.more()
            if (comments.hasMore) comments.more()
          }}
        >
          {t.more}
        </Button>
      )}
      <ol className="relative space-y-4 before:absolute before:inset-y-3 before:start-[0.9375rem] before:w-px before:bg-line">
        {shown.map((entry) => (
          <li key={entry.id} className="relative flex gap-3">
            {'event' in entry ? <Event event={entry.event} /> : <Comment comment={entry.comment} request={request} />}
          </li>
        ))}
      </ol>
      <CommentForm request={request} />
    </Card>
  )
}

const ICONS: Record<string, IconName> = {
  submit: 'send', accept: 'check', assign: 'desk', start: 'play', ask: 'info', answer: 'comment', wait: 'clock', resume: 'play', defer: 'calendar',
  reject: 'close', duplicate: 'link', done: 'check', confirm: 'check', dispute: 'undo', withdraw: 'undo', reopen: 'undo', request_approval: 'approve',
  attached: 'clip', detached: 'clip', tagged: 'tag', watched: 'eye', unwatched: 'eye', linked: 'link', unlinked: 'link', created: 'edit', changed: 'edit',
  on_agenda: 'meeting', outcome: 'meeting', deadline_missed: 'warning', deadline_escalated: 'warning', deadline_moved: 'clock', theme_added: 'theme', theme_removed: 'theme',
}

/** A mark on the line of time. */
export const Dot = ({ icon, tone = 'quiet' }: { icon: IconName; tone?: 'quiet' | 'accent' | 'danger' }) => (
  <span
    className={cx(
      'relative z-[1] grid place-items-center size-8 shrink-0 rounded-full ring-4 ring-surface',
      tone === 'quiet' && 'bg-neutral-soft text-muted',
      tone === 'accent' && 'bg-accent-soft text-accent-strong',
      tone === 'danger' && 'bg-danger-soft text-danger-ink',
    )}
  >
    <Icon name={icon} className="size-4" />
  </span>
)

const says = pick({
  fa: {
    on_agenda: (n: string) => `در دستور جلسهٔ شمارهٔ ${n} آمد`,
    outcome: (n: string) => `نتیجه در جلسهٔ شمارهٔ ${n}`,
    deadline_missed: 'مهلت گذشت',
    deadline_warned: 'سه‌چهارم مهلت گذشت',
    deadline_escalated: 'گذشتن مهلت به مدیر ارتباطات گفته شد',
    turnTo: 'مراجعه به',
    until: 'تا',
    files: (names: string) => names,
    kinds: { commitment: 'تعهد', decision: 'مصوبه', information: 'آگاهی', deferred: 'موکول', solved: 'حل‌شده', to_mayor: 'به شهردار', dropped: 'کنار گذاشته‌شده' } as Record<string, string>,
  },
  en: {
    on_agenda: (n: string) => `came onto the agenda of meeting ${n}`,
    outcome: (n: string) => `outcome in meeting ${n}`,
    deadline_missed: 'the deadline passed',
    deadline_warned: 'three quarters of the time are gone',
    deadline_escalated: 'the director was told of the missed deadline',
    turnTo: 'Turn to',
    until: 'Until',
    files: (names: string) => names,
    kinds: { commitment: 'commitment', decision: 'decision', information: 'information', deferred: 'deferred', solved: 'solved', to_mayor: 'to the mayor', dropped: 'dropped' },
  },
})

function sentence(event: EventView): string {
  const { data } = event
  const meeting = typeof data.number === 'number' ? number(data.number) : ''
  if (event.action === 'on_agenda') return says.on_agenda(meeting)
  if (event.action === 'outcome') return [says.outcome(meeting), says.kinds[String(data.kind)]].filter(Boolean).join(': ')
  if (event.action === 'deadline_missed') return says.deadline_missed
  if (event.action === 'deadline_escalated') return says.deadline_escalated
  return t.events[event.action] ?? t.actions[event.action as ActionKind] ?? event.action
}

/** The words that people gave with it. */
const WORDS = ['question', 'answer', 'reason', 'summary', 'note', 'text', 'party'] as const

function Event({ event }: { event: EventView }) {
  const { data } = event
  const words = WORDS.flatMap((word) => (typeof data[word] === 'string' && data[word] ? [[word, String(data[word])] as const] : []))
  const isDanger = ['reject', 'dispute', 'deadline_missed', 'deadline_escalated', 'refuse_approval'].includes(event.action)
  return (
    <>
      <Dot icon={ICONS[event.action] ?? 'info'} tone={isDanger ? 'danger' : event.from_state !== event.to_state ? 'accent' : 'quiet'} />
      <div className="min-w-0 flex-1 pt-0.5">
        <p className="text-sm flex flex-wrap items-center gap-x-2 gap-y-1">
          {event.actor && <Bdi className="font-medium">{event.actor.name}</Bdi>}
          {event.on_behalf_of && <span className="text-muted">({t.onBehalf(event.on_behalf_of.name)})</span>}
          <span>{sentence(event)}</span>
          {typeof data.name === 'string' && <Bdi>«{data.name}»</Bdi>}
          {event.to_state && event.from_state && event.from_state !== event.to_state && <StatePill state={event.to_state as State} />}
          <time dateTime={event.at} title={dayAndTime(event.at)} className="text-xs text-muted">
            {ago(event.at)}
          </time>
        </p>
        {words.map(([word, text]) => (
          <Written key={word} className="text-sm border-s-2 border-line ps-3 mt-1">
            {text}
          </Written>
        ))}
        {typeof data.turn_to === 'string' && data.turn_to && (
          <p className="text-sm text-muted">
            {says.turnTo}: <Bdi>{data.turn_to}</Bdi>
          </p>
        )}
        {typeof data.until === 'string' && (
          <p className="text-sm text-muted">
            {says.until} {longDay(data.until)}
          </p>
        )}
        {typeof data.due_on === 'string' && (
          <p className="text-sm text-muted">
            {says.until} {longDay(data.due_on)}
          </p>
        )}
      </div>
    </>
  )
}
