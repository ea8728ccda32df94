/**
 * What the room sees: the line the meeting is at, in big type, with its clock; what comes next; and for who runs the meeting the
 * keys and the place to type what came of it. All screens follow the meeting's live stream; the clock runs on between its events.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read, touch } from '@/api/query'
import type { AgendaItemView, LiveState, SessionAction } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Confirm } from '@/components/Confirm'
import { cx } from '@/components/cx'
import { Empty, ErrorPanel, Note, Skeleton } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { Toasts } from '@/components/Toasts'
import { comma } from '@/lib/i18n'
import { useLive } from '@/lib/live'
import { number } from '@/lib/numbers'
import { MeContext, useMay } from '@/lib/session'
import { useShortcuts } from '@/lib/shortcuts'
import { useTitle } from '@/lib/title'
import { agendaOf, MEETINGS, useAct, useManages, useMeeting } from '../data'
import { OutcomeForm } from '../outcomes/OutcomeForm'
import { Outcomes } from '../outcomes/Outcomes'
import { presentRoute } from '../routes'
import { t } from '../texts'
import { LineClock } from './LineClock'
import { RaiseRequest } from './RaiseRequest'

export function PresentPage() {
  const { me } = presentRoute.useRouteContext()
  const { id } = presentRoute.useParams()
  return (
    <MeContext value={me}>
      <Suspense fallback={<Skeleton rows={8} className="p-10" />}>
        <Hall id={id} />
      </Suspense>
      <Toasts />
    </MeContext>
  )
}

function Hall({ id }: { id: number }) {
  const meeting = useMeeting(id)
  const manages = useManages()
  const client = useQueryClient()
  const agenda = useQuery(agendaOf(id))
  const held = meeting.state === 'in_progress'
  const session = useQuery({ ...read('/api/v1/meetings/{id}/session', { path: { id } }), enabled: held })
  const [live, setLive] = useState<LiveState | null>(null)
  useTitle(t.meeting(meeting.number))
  // The stream says that something is different; what it is comes with a read, which knows what this person may see.
  const line = useLive(held ? `/api/v1/meetings/${id}/live` : null, {
    session: (data) => {
      setLive(data as LiveState)
      void touch(client, [MEETINGS])
    },
  })
  const state = live ?? session.data ?? null
  const items = agenda.data?.items ?? []
  const at = items.findIndex((item) => item.id === state?.current?.id)
  const current = at >= 0 ? (items[at] as AgendaItemView) : null
  const next = items.slice(at + 1).find((item) => !item.discussed) ?? items.find((item) => !item.discussed && item.id !== current?.id) ?? null
  const discussed = items.filter((item) => item.discussed).length

  return (
    <div className="min-h-dvh flex flex-col bg-canvas">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 md:px-8 py-3">
        <Link to="/meetings/$id" params={{ id }} className="text-sm text-muted hover:text-ink order-last md:order-none">
          {t.leavePresent}
        </Link>
        <h1 className="flex-1 basis-60 min-w-0 text-lg md:text-2xl font-bold">
          <Bdi>{meeting.series.title}</Bdi>
          {comma}
          {t.meeting(meeting.number)}
        </h1>
        <span className="text-lg text-muted whitespace-nowrap">{t.progress(discussed, items.length)}</span>
        <IconButton label={t.fullScreen} icon="out" className="max-md:hidden" onPress={() => void document.documentElement.requestFullscreen?.()} />
      </header>
      <main className="flex-1 grid gap-6 px-4 md:px-8 py-6 lg:grid-cols-[minmax(0,1fr)_22rem] items-start">
        <div className="min-w-0 space-y-6">
          {line === 'lost' && held && (
            <div role="status">
              <Note tone="warning" icon="warning">
                {t.lostLine}
              </Note>
            </div>
          )}
          {agenda.error && <ErrorPanel error={agenda.error} />}
          {!held && <Empty icon="meeting" title={meeting.state === 'scheduled' || meeting.state === 'agenda_published' || meeting.state === 'draft' ? t.meetingNotYet : t.meetingOver} />}
          {held && !current && <Empty icon="play" title={items.length > 0 && discussed === items.length ? t.allDone : t.nothingTaken} />}
          {held && current && <Current key={current.id} meeting={id} item={current} state={state} records={manages} />}
          {held && session.data && <Controls id={id} version={session.data.version} allowed={session.data.allowed_actions} current={current} allDone={items.length > 0 && discussed === items.length} meeting={meeting} />}
          {held && next && (
            <p className="border-t border-line pt-4 text-lg">
              <span className="text-muted">{t.next}: </span>
              <Bdi className="font-medium">{next.title}</Bdi>{' '}
              <span className="text-muted whitespace-nowrap">
                ({number(next.minutes)} {t.itemMinutes})
              </span>
            </p>
          )}
        </div>
        <Side id={id} items={items} overflow={agenda.data?.overflow ?? []} current={current?.id ?? null} version={session.data?.version ?? null} takes={session.data?.allowed_actions.includes('take') ?? false} />
      </main>
    </div>
  )
}

type Clocked = Pick<LiveState, 'current' | 'running' | 'at'>

function Current({ meeting, item, state, records }: { meeting: number; item: AgendaItemView; state: Clocked | null; records: boolean }) {
  return (
    <article aria-label={t.now} className="space-y-4">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-80 space-y-2">
          <p className="text-lg text-muted">
            {number(item.position)} · {t.kinds[item.kind]}
            {item.request?.number && (
              <>
                {' · '}
                <Code>{item.request.number}</Code>
              </>
            )}
            {item.request && (
              <>
                {' · '}
                <Bdi>{item.request.unit.name}</Bdi>
              </>
            )}
          </p>
          <h2 className="text-[1.75rem] leading-[2.75rem] md:text-[2.75rem] md:leading-[4rem] font-bold">
            <Bdi>{item.title}</Bdi>
          </h2>
          <p className="text-lg md:text-xl text-muted" dir="auto">
            {item.reason}
          </p>
          {item.must_decide && <p className="text-lg font-medium text-danger-ink">{t.mustDecide}</p>}
        </div>
        {state?.current?.id === item.id && <LineClock elapsed={state.current.elapsed_seconds} running={state.running} at={state.at} minutes={item.minutes} />}
      </div>
      <Outcomes meeting={meeting} item={item} mayChange={records} large />
      {records && (
        <section className="rounded-2xl border border-line bg-surface p-4 md:p-5">
          <OutcomeForm meeting={meeting} item={item} />
        </section>
      )}
    </article>
  )
}

function useSession(id: number, version: number | null) {
  return useWrite({
    send: ({ action, item }: { action: SessionAction; item?: number }) =>
      answer(api.POST('/api/v1/meetings/{id}/session/actions/{action}', { params: { path: { id, action }, header: ifMatch(version ?? 0) }, body: item === undefined ? {} : { item_id: item } })),
    touches: [MEETINGS],
    toast: true,
  })
}

function Controls({ id, version, allowed, current, allDone, meeting }: { id: number; version: number; allowed: readonly string[]; current: AgendaItemView | null; allDone: boolean; meeting: ReturnType<typeof useMeeting> }) {
  const session = useSession(id, version)
  const [ending, setEnding] = useState(false)
  const [raising, setRaising] = useState(false)
  // The director files for every unit, without the permission of those who file for their own.
  const raises = useMay('file_requests', 'manage_meetings')
  const act = useAct(meeting, () => setEnding(false))
  const can = (action: SessionAction) => allowed.includes(action)
  const clock = can('pause') ? 'pause' : can('resume') ? 'resume' : null
  useShortcuts([
    ...(raises ? [{ keys: 'KeyR', what: t.raise, group: t.present, run: () => setRaising(true) }] : []),
    ...(can('next') ? [{ keys: 'KeyN', what: t.nextLine, group: t.present, run: () => session.send({ action: 'next' }) }] : []),
    ...(clock ? [{ keys: 'KeyP', what: t[clock], group: t.present, run: () => session.send({ action: clock }) }] : []),
  ])
  if (allowed.length === 0 && !raises) return null
  return (
    <div className="flex flex-wrap gap-3">
      {can('next') && (
        <Button kind={allDone ? 'secondary' : 'primary'} icon="next" isBusy={session.isSending} onPress={() => session.send({ action: 'next' })}>
          {t.nextLine} <kbd className="text-xs opacity-80 max-md:hidden">N</kbd>
        </Button>
      )}
      {clock && (
        <Button icon={clock === 'pause' ? 'pause' : 'play'} onPress={() => session.send({ action: clock })}>
          {t[clock]} <kbd className="text-xs text-muted max-md:hidden">P</kbd>
        </Button>
      )}
      {current && !current.discussed && can('discussed') && (
        <Button icon="check" onPress={() => session.send({ action: 'discussed', item: current.id })}>
          {t.discussed}
        </Button>
      )}
      {current && current.discussed && current.outcomes.length === 0 && can('not_discussed') && (
        <Button icon="undo" onPress={() => session.send({ action: 'not_discussed', item: current.id })}>
          {t.notDiscussed}
        </Button>
      )}
      <span className="flex-1" />
      {raises && (
        <Button icon="plus" onPress={() => setRaising(true)}>
          {t.raise} <kbd className="text-xs text-muted max-md:hidden">R</kbd>
        </Button>
      )}
      {meeting.allowed_actions.includes('finish') && (
        <Button kind={allDone ? 'primary' : 'secondary'} onPress={() => setEnding(true)}>
          {t.actions.finish}
        </Button>
      )}
      <Confirm title={t.sure(t.actions.finish)} action={t.actions.finish} isOpen={ending} isBusy={act.isSending} problem={act.problem} onConfirm={() => act.send({ action: 'finish' })} onClose={() => setEnding(false)}>
        <p className="text-muted">{t.actionHint.finish}</p>
      </Confirm>
      {raising && <RaiseRequest meeting={id} onClose={() => setRaising(false)} />}
    </div>
  )
}

function Side({ id, items, overflow, current, version, takes }: { id: number; items: readonly AgendaItemView[]; overflow: readonly AgendaItemView[]; current: number | null; version: number | null; takes: boolean }) {
  const session = useSession(id, version)
  const list = useRef<HTMLDivElement>(null)
  // The line in hand stays in sight in a long list; the page itself never moves by it.
  useEffect(() => {
    const [box, line] = [list.current, document.getElementById(`side-${current}`)]
    if (box && line) box.scrollTop = line.offsetTop - box.offsetTop - box.clientHeight / 3
  }, [current])
  const row = (item: AgendaItemView) => (
    <li key={item.id} id={`side-${item.id}`} className={cx('flex items-start gap-2 px-3 py-2', item.id === current && 'bg-accent-soft')} aria-current={item.id === current ? 'step' : undefined}>
      <span className={cx('w-6 shrink-0 text-center text-sm pt-0.5', item.discussed ? 'text-success-ink' : 'text-muted')}>{item.discussed ? '✓' : number(item.position)}</span>
      <div className="min-w-0 flex-1">
        <Bdi className={cx('block', item.id === current && 'font-medium')}>{item.title}</Bdi>
        <span className="text-xs text-muted">
          {item.discussed && <span className="sr-only">{t.discussed + comma}</span>}
          {item.spent_minutes > 0 ? `${number(item.spent_minutes)} ${t.ofMinutes(item.minutes)}` : `${number(item.minutes)} ${t.itemMinutes}`}
        </span>
      </div>
      {takes && item.id !== current && <IconButton label={`${t.takeUp}: ${item.title}`} icon="play" onPress={() => session.send({ action: 'take', item: item.id })} />}
    </li>
  )
  return (
    <nav aria-label={t.lineList} className="min-w-0 rounded-2xl border border-line bg-surface overflow-hidden">
      <h2 className="px-4 pt-3 pb-1 font-bold">{t.lineList}</h2>
      {/* A region that scrolls has to be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={list} tabIndex={0} role="region" aria-label={t.lineList} className="lg:max-h-[60vh] overflow-y-auto outline-none focus-visible:focus-ring">
        <ol className="divide-y divide-line/70">{items.map(row)}</ol>
      </div>
      {overflow.length > 0 && (
        <>
          <h3 className="px-4 pt-3 pb-1 text-sm text-muted border-t border-line">{t.lists.overflow}</h3>
          <ol className="divide-y divide-line/70">{overflow.map(row)}</ol>
        </>
      )}
    </nav>
  )
}
