/** What units propose for a meeting: heads make proposals until they close, who prepares the meeting answers each. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { useList } from '@/api/query'
import type { CreateProposal, ProposalAction, ProposalState, ProposalView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { FormErrors, TextField } from '@/components/Field'
import { ListBody } from '@/components/ListBody'
import { Pill, type Tone } from '@/components/Pill'
import { Select } from '@/components/Pick'
import { Empty, Note } from '@/components/States'
import { SubmitDialog } from '@/components/SubmitDialog'
import { Bdi, Code, Written } from '@/components/Text'
import { useDraft } from '@/lib/drafts'
import { useMe } from '@/lib/session'
import { agendaOf, MEETINGS, useMeeting } from './data'
import { meetingRoute } from './routes'
import { t } from './texts'

const tone: Record<ProposalState, Tone> = { waiting: 'warning', accepted: 'success', put_off: 'neutral', declined: 'danger', withdrawn: 'neutral' }
const isDecision = (action: string): action is ProposalAction => action in t.proposalActions

export function ProposalsPage() {
  const { id } = meetingRoute.useParams()
  const meeting = useMeeting(id)
  const me = useMe()
  const list = useList('/api/v1/meetings/{id}/proposals', { path: { id }, query: {} })
  const agenda = useQuery(agendaOf(id))
  const [proposing, setProposing] = useState(false)
  const units = me.roles.flatMap((held) => (held.role === 'unit_head' && held.unit ? [held.unit] : []))
  const until = agenda.data?.proposals_until
  const open = (meeting.state === 'scheduled' || meeting.state === 'agenda_published') && (!until || Date.parse(until) > Date.now())
  return (
    <Card
      title={t.proposals}
      actions={
        units.length > 0 &&
        open && (
          <Button kind="primary" icon="plus" onPress={() => setProposing(true)}>
            {t.propose}
          </Button>
        )
      }
    >
      <div className="space-y-3">
        {until && <Note icon="clock">{t.proposalsUntil(until)}</Note>}
        <ListBody list={list} rows={3} empty={<Empty icon="comment" title={t.noProposals} />}>
          <ul className="divide-y divide-line/70">
            {list.items.map((proposal) => (
              <li key={proposal.id} className="py-3">
                <Line meeting={id} proposal={proposal} />
              </li>
            ))}
          </ul>
        </ListBody>
      </div>
      {proposing && <Propose meeting={id} units={units} onClose={() => setProposing(false)} />}
    </Card>
  )
}

function Line({ meeting, proposal }: { meeting: number; proposal: ProposalView }) {
  const [asked, setAsked] = useState<ProposalAction | null>(null)
  const decide = useDecide(meeting, proposal, () => setAsked(null))
  const actions = proposal.allowed_actions.filter(isDecision)
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Bdi className="font-medium flex-1 min-w-0">{proposal.title}</Bdi>
        <Pill tone={tone[proposal.state]}>{t.proposalStates[proposal.state]}</Pill>
      </p>
      <p className="text-sm text-muted">
        <Bdi>{proposal.unit.name}</Bdi>
        {proposal.request?.number && (
          <>
            {' · '}
            <Code>{proposal.request.number}</Code>
          </>
        )}
      </p>
      <Written className="text-sm">{proposal.why}</Written>
      {proposal.decision_reason && (
        <p className="text-sm">
          <span className="text-muted">{t.reason}:</span> <Bdi>{proposal.decision_reason}</Bdi>
        </p>
      )}
      {actions.length > 0 && (
        <div className="flex flex-wrap gap-2 pt-1">
          {actions.map((action) => (
            <Button key={action} isBusy={decide.isSending && action === 'accept'} onPress={() => (action === 'accept' || action === 'withdraw' ? decide.send({ action }) : setAsked(action))}>
              {t.proposalActions[action]}
            </Button>
          ))}
        </div>
      )}
      {decide.problem && !asked && <FormErrors messages={[decide.problem.message]} />}
      {asked && <WithReason key={asked} action={asked} decide={decide} onClose={() => setAsked(null)} />}
    </div>
  )
}

function useDecide(meeting: number, proposal: ProposalView, onDone: () => void) {
  return useWrite({
    send: ({ action, reason }: { action: ProposalAction; reason?: string }) =>
      answer(api.POST('/api/v1/meetings/{id}/proposals/{proposal}/actions/{action}', { params: { path: { id: meeting, proposal: proposal.id, action }, header: ifMatch(proposal.version) }, body: reason === undefined ? {} : { reason } })),
    touches: [MEETINGS],
    done: t.saved,
    onDone,
  })
}

function WithReason({ action, decide, onClose }: { action: ProposalAction; decide: ReturnType<typeof useDecide>; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <SubmitDialog
      title={t.proposalActions[action]}
      action={t.proposalActions[action]}
      isBusy={decide.isSending}
      onSubmit={() => decide.sendAsync({ action, reason })}
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
    >
      {decide.problem && <FormErrors messages={decide.problem.besides(['reason'])} />}
      <TextField label={t.reason} value={reason} onChange={setReason} rows={2} isRequired autoFocus error={decide.problem?.at('reason')} />
    </SubmitDialog>
  )
}

function Propose({ meeting, units, onClose }: { meeting: number; units: readonly { id: number; name: string }[]; onClose: () => void }) {
  const me = useMe()
  const draft = useDraft(me.id, `proposal.${meeting}`, { unit: units[0]?.id ?? null, request: '', subject: '', why: '' })
  const typed = draft.value
  const set = (change: Partial<typeof typed>) => draft.setValue((old) => ({ ...old, ...change }))
  const key = useIdempotencyKey()
  const write = useWrite({
    send: (body: CreateProposal) => answer(api.POST('/api/v1/meetings/{id}/proposals', { params: { path: { id: meeting }, header: key.header(body) }, body })),
    touches: [MEETINGS],
    done: t.proposed,
    onDone: () => {
      draft.forget()
      onClose()
    },
  })
  const send = () => {
    const about = typed.request.trim() ? { request: typed.request.trim() } : { subject: typed.subject.trim() }
    return write.sendAsync({ unit_id: typed.unit ?? 0, why: typed.why, ...about })
  }
  return (
    <SubmitDialog
      title={t.propose}
      action={t.propose}
      isBusy={write.isSending}
      onSubmit={send}
      onClose={onClose}
    >
        {write.problem && <FormErrors messages={write.problem.besides(['unit_id', 'request', 'subject', 'why'])} />}
        {units.length > 1 && <Select label={t.unit} options={units} value={typed.unit} onChange={(unit) => set({ unit })} error={write.problem?.at('unit_id')} />}
        <TextField label={t.request} value={typed.request} onChange={(request) => set({ request })} hint={t.requestHint} error={write.problem?.at('request')} />
        {!typed.request.trim() && <TextField label={t.subject} value={typed.subject} onChange={(subject) => set({ subject })} error={write.problem?.at('subject')} />}
        <TextField label={t.whyDiscuss} value={typed.why} onChange={(why) => set({ why })} rows={3} isRequired error={write.problem?.at('why')} />
    </SubmitDialog>
  )
}
