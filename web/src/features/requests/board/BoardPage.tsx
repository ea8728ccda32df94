/** What is under way, by state or by owner. Whatever can be dragged can be chosen from a menu as well. */
import { useState } from 'react'
import { useList } from '@/api/query'
import type { ActionKind, RequestView, State } from '@/api/schema'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Empty, Note } from '@/components/States'
import { stateName } from '@/lib/labels'
import { say } from '@/lib/toasts'
import { ActionDialog, useAct } from '../actions/ActionDialog'
import { isPlain } from '../actions/spec'
import { boardRoute } from '../routes'
import { Column } from './Column'
import { t } from './texts'

const STATES: State[] = ['submitted', 'needs_info', 'deferred', 'assigned', 'in_progress', 'waiting', 'awaiting_approval', 'done']
/** Which action leads to a column. Whether it may be done now, the request's `allowed_actions` say. */
const LEADS: Partial<Record<State, ActionKind[]>> = {
  assigned: ['accept', 'assign'],
  in_progress: ['start', 'resume', 'dispute', 'reopen'],
  needs_info: ['ask'],
  waiting: ['wait'],
  deferred: ['defer'],
  awaiting_approval: ['request_approval'],
  done: ['done'],
}
const FIELDS = ['id', 'number', 'title', 'category', 'unit', 'state', 'state_group', 'priority', 'desk', 'owner', 'due_at', 'allowed_actions', 'version'] as const

export function BoardPage() {
  const { by = 'state' } = boardRoute.useSearch()
  const navigate = boardRoute.useNavigate()
  const list = useList('/api/v1/requests', { query: { state_group: 'open', sort: 'due_at', limit: 200, fields: [...FIELDS] } })
  const [open, setOpen] = useState<{ request: RequestView; action: ActionKind } | null>(null)
  const act = useAct()
  const begin = (request: RequestView, action: ActionKind) => (isPlain(action) ? act.send({ request, action, body: {} }) : setOpen({ request, action }))
  const drop = (id: number, to: State) => {
    const request = list.items.find((item) => item.id === id)
    if (!request || request.state === to) return
    const action = LEADS[to]?.find((known) => request.allowed_actions.includes(known))
    if (action) begin(request, action)
    else say(t.cannot(stateName[to]), 'danger')
  }
  const requests = list.items.filter((request) => request.state !== 'draft')
  const owners = [...new Map(requests.flatMap((request) => (request.owner ? [[request.owner.id, request.owner]] : []))).values()]
  return (
    <>
      <PageHeader title={t.title}>
        <p className="text-sm text-muted max-md:hidden">{t.lead}</p>
      </PageHeader>
      <div className="pb-4">
        <Segments
          label={t.by}
          hideLabel
          value={by}
          onChange={(to) => void navigate({ search: to === 'owner' ? { by: 'owner' } : {}, replace: true })}
          options={[
            { id: 'state', name: t.byState },
            { id: 'owner', name: t.byOwner },
          ]}
        />
      </div>
      {act.problem && !open && <Note tone="warning">{act.problem.errors[0]?.message ?? act.problem.message}</Note>}
      <ListBody list={list} rows={8} empty={<Empty icon="board" title={t.none} />}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keyboard */}
        <div tabIndex={0} role="region" aria-label={t.title} className="flex gap-3 overflow-x-auto overscroll-x-contain snap-x pb-4 -mx-4 px-4 md:mx-0 md:px-0 outline-none focus-visible:focus-ring rounded-xl">
          {by === 'state'
            ? STATES.map((state) => {
                const mine = requests.filter((request) => request.state === state)
                // States in which nothing is, and into which nothing is dragged, would only take room.
                if (mine.length === 0 && !['assigned', 'in_progress', 'waiting', 'done'].includes(state)) return null
                return <Column key={state} name={stateName[state]} requests={mine} onAct={begin} onDrop={(id) => drop(id, state)} />
              })
            : [...owners, null].map((owner) => {
                const mine = requests.filter((request) => (request.owner?.id ?? null) === (owner?.id ?? null))
                return mine.length === 0 ? null : <Column key={owner?.id ?? 0} name={owner?.name ?? t.noOwner} requests={mine} onAct={begin} showState />
              })}
        </div>
        {list.hasMore && <p className="text-sm text-muted text-center">{t.part(list.items.length)}</p>}
      </ListBody>
      {open && <ActionDialog key={open.request.id + open.action} request={open.request} action={open.action} onClose={() => setOpen(null)} />}
    </>
  )
}
