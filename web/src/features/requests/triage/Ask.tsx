/** What a decision of triage needs to know, for one or for many; and which of them were refused, and why. */
import { useState } from 'react'
import type { Problem } from '@/api/problem'
import type { ActionBody, RequestView, TriageAction } from '@/api/schema'
import { FormErrors } from '@/components/Field'
import { SubmitDialog } from '@/components/SubmitDialog'
import { Bdi } from '@/components/Text'
import { t as components } from '@/components/texts'
import { ActionFields } from '../actions/ActionFields'
import { SPEC } from '../actions/spec'
import { t as page } from '../page/texts'
import { t } from './texts'

export function Refused({ refused }: { refused: { request: RequestView; problem: Problem }[] }) {
  return (
    <div role="alert" className="mb-4 rounded-xl bg-danger-soft text-danger-ink px-4 py-3 text-sm">
      <p className="font-medium">{t.refused(refused.length)}</p>
      <ul className="list-disc ps-5">
        {refused.map(({ request, problem }) => (
          <li key={request.id}>
            <Bdi>{request.title}</Bdi>: {problem.errors[0]?.message ?? problem.message}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function Ask({ action, chosen, problem, refused, isBusy, onClose, onSend }: { action: TriageAction; chosen: RequestView[]; problem: Problem | null; refused: { request: RequestView; problem: Problem }[]; isBusy: boolean; onClose: () => void; onSend: (body: ActionBody) => Promise<unknown> }) {
  const first = chosen[0]
  const [body, setBody] = useState<ActionBody>(() => (chosen.length === 1 ? { desk_id: first?.desk?.id ?? null, owner_id: first?.owner?.id ?? null } : {}))
  const spec = SPEC[action]
  return (
    <SubmitDialog
      title={t.actions[action]}
      action={t.actions[action]}
      kind={action === 'reject' ? 'danger' : 'primary'}
      isBusy={isBusy}
      onSubmit={() => onSend(body)}
      onClose={onClose}
      stays={Object.values(body).some((value) => typeof value === 'string' && value !== '')}
    >
      <p className="text-sm">{chosen.length === 1 ? <Bdi className="font-medium">{first?.title}</Bdi> : t.selected(chosen.length)}</p>
      {page.leads[action] && <p className="text-sm text-muted">{page.leads[action]}</p>}
      {chosen.length > 1 && refused.length > 0 && <Refused refused={refused} />}
      {problem && <FormErrors messages={problem.isStale ? [components.stale] : problem.besides(spec?.fields ?? [])} />}
      <ActionFields action={action} body={body} onChange={setBody} problem={problem} />
    </SubmitDialog>
  )
}
