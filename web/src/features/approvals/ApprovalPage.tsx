/** One approval: what is asked, the steps, and the decision, which is never one press: it opens a form that says what follows. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { ApprovalAction, ApprovalView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { ApprovalSteps } from '@/components/Approval'
import { Button, ButtonLink } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { DetailsView } from '@/components/details/DetailsView'
import { SubmitDialog } from '@/components/SubmitDialog'
import { FormErrors, TextField } from '@/components/Field'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { CategoryIcon, requestKey } from '@/components/Request'
import { Note, Skeleton } from '@/components/States'
import { Bdi, Code, Written } from '@/components/Text'
import { t as components } from '@/components/texts'
import { useSchema } from '@/components/useCategories'
import { dayAndTime } from '@/lib/dates'
import { useDraft } from '@/lib/drafts'
import { approvalStateName, approvalStateTone, categoryName } from '@/lib/labels'
import { rials } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { approvalRoute } from './routes'
import { t } from './texts'

export function ApprovalPage() {
  const { id } = approvalRoute.useParams()
  const query = useQuery(read('/api/v1/approvals/{id}', { path: { id: Number(id) } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={10} className="pt-10" />
  return <Shown approval={query.data} />
}

function Shown({ approval }: { approval: ApprovalView }) {
  const { request } = approval
  const schema = useSchema(request.category)
  const [deciding, setDeciding] = useState<ApprovalAction | null>(null)
  return (
    <>
      <PageHeader
        title={request.title}
        above={
          <span className="flex flex-wrap items-center gap-2">
            <Link to="/approvals" className="text-accent underline-offset-4 hover:underline">
              {t.back}
            </Link>
            {request.number && <Code>{request.number}</Code>}
            <span>{categoryName[request.category]}</span>
          </span>
        }
        actions={
          <ButtonLink to="/requests/$key" params={{ key: requestKey(request) }} icon="list">
            {t.whole}
          </ButtonLink>
        }
      >
        <div className="pt-2">
          <Pill tone={approvalStateTone[approval.state]}>{approvalStateName[approval.state]}</Pill>
        </div>
      </PageHeader>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(16rem,3fr)] items-start">
        <div className="space-y-4 min-w-0">
          {approval.allowed_actions.length > 0 ? (
            <Card title={t.decide} className="border-accent/40">
              <div className="flex flex-wrap gap-2">
                {(['approve', 'return', 'reject'] as const)
                  .filter((action) => approval.allowed_actions.includes(action))
                  .map((action) => (
                    <Button key={action} kind={action === 'approve' ? 'primary' : 'secondary'} className={action === 'reject' ? 'text-danger-ink' : ''} onPress={() => setDeciding(action)}>
                      {t[action]}
                    </Button>
                  ))}
              </div>
            </Card>
          ) : (
            approval.state === 'pending' && <Note>{t.notYours}</Note>
          )}
          <Card>
            <div className="flex gap-3">
              <CategoryIcon category={request.category} />
              <Written className="min-w-0 flex-1">{request.description}</Written>
            </div>
            {schema && (
              <div className="mt-4 pt-4 border-t border-line">
                <DetailsView root={schema} value={request.details} />
              </div>
            )}
          </Card>
        </div>
        <div className="space-y-4 min-w-0">
          <Card>
            <Facts columns={1}>
              <Fact name={t.amount}>{approval.amount_rials ? <strong className="text-lg">{rials(approval.amount_rials)}</strong> : null}</Fact>
              <Fact name={t.unit}>
                <Bdi>{request.unit.name}</Bdi>
              </Fact>
              <Fact name={t.filer}>{request.filer && <Bdi>{request.filer.name}</Bdi>}</Fact>
              <Fact name={t.askedBy}>{approval.asked_by && <Bdi>{approval.asked_by.name}</Bdi>}</Fact>
              <Fact name={t.asked}>{approval.note && <Bdi>{approval.note}</Bdi>}</Fact>
              <Fact name={t.waits}>{approval.waits_since && dayAndTime(approval.waits_since)}</Fact>
            </Facts>
          </Card>
          <Card title={t.steps}>
            <ApprovalSteps approval={approval} />
          </Card>
        </div>
      </div>
      {deciding && <Decide key={deciding} approval={approval} action={deciding} onClose={() => setDeciding(null)} />}
    </>
  )
}

function Decide({ approval, action, onClose }: { approval: ApprovalView; action: ApprovalAction; onClose: () => void }) {
  const me = useMe()
  const draft = useDraft(me.id, `approval.${approval.id}.${action}`, '')
  const field = action === 'approve' ? 'note' : 'reason'
  const write = useWrite({
    send: () => {
      const params = { path: { id: approval.id }, header: ifMatch(approval.version) }
      const text = draft.value.trim()
      if (action === 'approve') return answer(api.POST('/api/v1/approvals/{id}/approve', { params, body: text ? { note: text } : {} }))
      if (action === 'reject') return answer(api.POST('/api/v1/approvals/{id}/reject', { params, body: { reason: text } }))
      return answer(api.POST('/api/v1/approvals/{id}/return', { params, body: { reason: text } }))
    },
    touches: ['/api/v1/approvals', '/api/v1/requests'],
    done: t.done[action],
    onDone: () => {
      draft.forget()
      onClose()
    },
  })
  return (
    <SubmitDialog title={t[action]} action={t[action]} kind={action === 'approve' ? 'primary' : 'danger'} isBusy={write.isSending} onSubmit={() => write.sendAsync()} onClose={onClose} stays={draft.value !== ''}>
      <p className="text-sm text-muted">{t.leads[action]}</p>
      {write.problem && <FormErrors messages={write.problem.isStale ? [components.stale] : write.problem.besides([field])} />}
      <TextField label={action === 'approve' ? t.note : t.reason} isRequired={action !== 'approve'} rows={4} autoFocus value={draft.value} onChange={draft.setValue} error={write.problem?.at(field)} />
    </SubmitDialog>
  )
}
