/** An action with its form, over the page. What is typed is kept until it went through. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { ActionBody, ActionKind, RequestView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { SubmitDialog } from '@/components/SubmitDialog'
import { FormErrors } from '@/components/Field'
import { Note } from '@/components/States'
import { t as components } from '@/components/texts'
import { useDraft } from '@/lib/drafts'
import { useMe } from '@/lib/session'
import { t } from '../page/texts'
import { ActionFields } from './ActionFields'
import { SPEC } from './spec'

export const TOUCHED_BY_ACTIONS = ['/api/v1/requests', '/api/v1/triage', '/api/v1/approvals', '/api/v1/themes', '/api/v1/meetings']

/** Only what the action takes, and nothing empty: the server refuses fields that do not belong to it. */
export function bodyOf(action: ActionKind, body: ActionBody): ActionBody {
  const fields = SPEC[action]?.fields ?? []
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = body[field]
      const given = typeof value === 'string' ? value.trim() : value
      return given === '' || given === null || given === undefined ? [] : [[field, given]]
    }),
  )
}

export function useAct(onDone?: (request: RequestView) => void) {
  const client = useQueryClient()
  return useWrite({
    send: ({ request, action, body }: { request: RequestView; action: ActionKind; body: ActionBody }) =>
      answer(api.POST('/api/v1/requests/{id}/actions/{action}', { params: { path: { id: String(request.id), action }, header: ifMatch(request.version) }, body: bodyOf(action, body) })),
    touches: TOUCHED_BY_ACTIONS,
    done: (_, { action }) => t.done(t.actions[action]),
    onDone: (after, { request }) => {
      // The page shows the new state at once; what hangs on it is read anew.
      for (const key of [String(request.id), request.number]) if (key) client.setQueryData(['/api/v1/requests/{id}', { path: { id: key } }], after)
      onDone?.(after)
    },
  })
}

export function ActionDialog({ request, action, onClose }: { request: RequestView; action: ActionKind; onClose: () => void }) {
  const me = useMe()
  const [start] = useState<ActionBody>(() => ({ desk_id: request.desk?.id ?? null, owner_id: request.owner?.id ?? null }))
  const draft = useDraft<ActionBody>(me.id, `request.${request.id}.${action}`, start)
  const act = useAct(() => {
    draft.forget()
    onClose()
  })
  const spec = SPEC[action]
  const lead = t.leads[action]
  return (
    <SubmitDialog
      title={t.actions[action]}
      action={t.actions[action]}
      kind={spec?.isHard ? 'danger' : 'primary'}
      isBusy={act.isSending}
      onSubmit={() => act.sendAsync({ request, action, body: draft.value })}
      onClose={onClose}
      stays={JSON.stringify(draft.value) !== JSON.stringify(start)}
    >
      {lead && <p className="text-sm text-muted">{lead}</p>}
      {act.problem?.isStale && (
        <Note tone="warning" icon="warning">
          {components.stale}
        </Note>
      )}
      {act.problem && !act.problem.isStale && <FormErrors messages={act.problem.besides(spec?.fields ?? [])} />}
      <ActionFields action={action} body={draft.value} onChange={draft.setValue} problem={act.problem} />
    </SubmitDialog>
  )
}
