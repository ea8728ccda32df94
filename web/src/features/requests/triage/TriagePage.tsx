/**
 * The triage inbox: the list, and beside it what the current one is about. Ten are decided without touching the mouse: J and
 * K (or the arrows) go through them, a letter decides, U takes back. Letters are places of keys, so Persian layouts do too.
 */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Problem } from '@/api/problem'
import { useList } from '@/api/query'
import type { RequestView, TriageAction } from '@/api/schema'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/Dialog'
import { FormErrors } from '@/components/Field'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Pager } from '@/components/Pager'
import { Due, PriorityPill, requestKey } from '@/components/Request'
import { Empty } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { t as components } from '@/components/texts'
import { ago } from '@/lib/dates'
import { useMedia } from '@/lib/media'
import { useShortcuts } from '@/lib/shortcuts'
import { Actions, KEYS } from './Actions'
import { Ask, Refused } from './Ask'
import { Preview } from './Preview'
import { t } from './texts'
import { useBatch } from './useBatch'

const ACTIONS = Object.keys(KEYS) as TriageAction[]

export function TriagePage() {
  const list = useList('/api/v1/triage', { query: { limit: 50 } })
  const navigate = useNavigate()
  const beside = useMedia('(min-width: 64rem)')
  const [at, setAt] = useState(0)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [asking, setAsking] = useState<TriageAction | null>(null)
  const [peeking, setPeeking] = useState(false)
  const [refused, setRefused] = useState<{ request: RequestView; problem: Problem }[]>([])
  const rows = useRef<HTMLUListElement>(null)
  const batch = useBatch((failed) => {
    setRefused(failed)
    if (failed.length === 0) {
      setAsking(null)
      setPeeking(false)
    }
    setSelected(new Set())
  })
  const index = Math.min(at, Math.max(list.items.length - 1, 0))
  const current = list.items[index]
  const chosen = selected.size > 0 ? list.items.filter((request) => selected.has(request.id)) : current ? [current] : []

  const go = (step: number) => setAt(Math.min(Math.max(index + step, 0), list.items.length - 1))
  useEffect(() => {
    rows.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' })
  }, [index])
  const toggle = (id: number) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  const press = (action: TriageAction) => {
    if (chosen.length === 0 || batch.isSending) return
    setRefused([])
    batch.reset()
    // A rule has proposed a desk for each of them: nothing is left to be said.
    if (action === 'accept' && chosen.every((request) => request.desk)) batch.send({ action, requests: chosen, body: {} })
    else setAsking(action)
  }
  useShortcuts([
    { keys: 'KeyJ', what: t.next, group: t.group, run: () => go(1) },
    { keys: 'KeyK', what: t.previous, group: t.group, run: () => go(-1) },
    { keys: 'ArrowDown', what: t.next, group: t.group, run: () => go(1) },
    { keys: 'ArrowUp', what: t.previous, group: t.group, run: () => go(-1) },
    { keys: 'KeyX', what: t.select, group: t.group, run: () => current && toggle(current.id) },
    ...ACTIONS.map((action) => ({ keys: KEYS[action], what: t.actions[action], group: t.group, run: () => press(action) })),
    { keys: 'KeyO', what: t.open, group: t.group, run: () => current && void navigate({ to: '/requests/$key', params: { key: requestKey(current) } }) },
    { keys: 'KeyU', what: t.undo, group: t.group, run: batch.takeBack },
  ])

  return (
    <>
      <PageHeader title={t.title} {...(list.items.length > 0 ? { count: t.count(list.items.length, list.hasMore) } : {})}>
        <p className="text-sm text-muted">
          {t.lead} <span className="max-md:hidden">{t.keys}</span>
        </p>
      </PageHeader>
      {batch.problem && !asking && <FormErrors messages={batch.problem.besides([])} />}
      {refused.length > 0 && !asking && <Refused refused={refused} />}
      <ListBody
        list={{ ...list, hasMore: false }}
        rows={8}
        empty={
          <Empty icon="inbox" title={t.none}>
            {t.noneLead}
          </Empty>
        }
      >
        {current && (
          <div className="grid gap-4 lg:grid-cols-[minmax(19rem,2fr)_minmax(0,3fr)] items-start">
            <div className="min-w-0">
              {selected.size > 0 && (
                <div className="flex flex-wrap items-center gap-3 pb-2 text-sm">
                  <span className="flex-1">{t.selected(selected.size)}</span>
                  <Button kind="link" onPress={() => setSelected(new Set())}>
                    {t.clear}
                  </Button>
                </div>
              )}
              <ul ref={rows} aria-label={t.title} className="rounded-2xl border border-line bg-surface divide-y divide-line/70 overflow-hidden">
                {list.items.map((request, i) => (
                  <li
                    key={request.id}
                    data-current={i === index || undefined}
                    className={cx('relative flex gap-2 ps-3 pe-4 py-2.5 scroll-mt-24', i === index ? 'bg-accent-soft' : 'hover:bg-neutral-soft/60')}
                  >
                    {i === index && <i aria-hidden className="absolute inset-y-0 start-0 w-1 bg-accent" />}
                    <Checkbox aria-label={components.selectRow(request.title)} isSelected={selected.has(request.id)} onChange={() => toggle(request.id)} className="relative z-[1]" />
                    <div className="min-w-0 flex-1">
                      <button
                        type="button"
                        aria-current={i === index ? 'true' : undefined}
                        onClick={() => {
                          setAt(i)
                          if (!beside) setPeeking(true)
                        }}
                        className="block w-full text-start font-medium cursor-pointer outline-none after:absolute after:inset-0 focus-visible:after:focus-ring focus-visible:after:-outline-offset-2"
                      >
                        <Bdi>{request.title}</Bdi>
                      </button>
                      <p className="text-xs text-muted flex flex-wrap items-center gap-x-2">
                        {request.number && <Code>{request.number}</Code>}
                        <Bdi>{request.unit.name}</Bdi>
                        <span>{ago(request.submitted_at ?? request.created_at)}</span>
                        <Due at={request.due_at} />
                      </p>
                    </div>
                    <PriorityPill priority={request.priority} />
                  </li>
                ))}
              </ul>
              <Pager hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
            </div>
            {beside && (
              <section aria-label={t.preview} className="sticky top-20 max-h-[calc(100dvh-12rem)] overflow-y-auto rounded-2xl border border-line bg-surface">
                <Preview key={current.id} request={current} />
                <div className="sticky bottom-0 border-t border-line bg-surface p-4">
                  <Actions chosen={chosen} onPress={press} isBusy={batch.isSending} />
                </div>
              </section>
            )}
          </div>
        )}
      </ListBody>
      {current && !beside && (
        <Dialog title={t.preview} isOpen={peeking && !asking} onClose={() => setPeeking(false)} actions={<Actions chosen={chosen} onPress={press} isBusy={batch.isSending} />}>
          <Preview key={current.id} request={current} />
        </Dialog>
      )}
      {asking && chosen.length > 0 && (
        <Ask
          key={asking}
          action={asking}
          chosen={chosen}
          problem={batch.problem ?? (chosen.length === 1 ? (refused[0]?.problem ?? null) : null)}
          refused={refused}
          isBusy={batch.isSending}
          onClose={() => setAsking(null)}
          onSend={(body) => batch.decide({ action: asking, requests: chosen, body })}
        />
      )}
    </>
  )
}
