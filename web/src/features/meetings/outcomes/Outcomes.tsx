/** What came of a line; for who records it, to be put into other words or taken back. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { AgendaItemView, OutcomeKind, OutcomeView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { IconButton } from '@/components/Button'
import { FormErrors, TextField } from '@/components/Field'
import { Menu } from '@/components/Menu'
import { Pill, type Tone } from '@/components/Pill'
import { SubmitDialog } from '@/components/SubmitDialog'
import { Bdi } from '@/components/Text'
import { longDay } from '@/lib/dates'
import { say } from '@/lib/toasts'
import { MEETINGS } from '../data'
import { t } from '../texts'

export const outcomeTone: Record<OutcomeKind, Tone> = {
  decision: 'success',
  commitment: 'accent',
  information: 'neutral',
  deferred: 'warning',
  solved: 'success',
  to_mayor: 'warning',
  dropped: 'neutral',
}

/** What a change of an outcome makes stale. */
export const TOUCHED = [MEETINGS, '/api/v1/requests', '/api/v1/commitments', '/api/v1/mayor-subjects'] as const

export function Outcomes({ meeting, item, mayChange, large = false }: { meeting: number; item: AgendaItemView; mayChange: boolean; large?: boolean }) {
  const [editing, setEditing] = useState<OutcomeView | null>(null)
  const [taking, setTaking] = useState<OutcomeView | null>(null)
  if (item.outcomes.length === 0) return null
  return (
    <ul className={large ? 'space-y-3 text-lg' : 'space-y-1.5 pt-1'}>
      {item.outcomes.map((outcome) => (
        <li key={outcome.id} className="flex items-start gap-2">
          <Pill tone={outcomeTone[outcome.kind]} dot={false}>
            {t.outcomeKinds[outcome.kind]}
          </Pill>
          <div className="min-w-0 flex-1">
            <Bdi>{outcome.text}</Bdi>
            {outcome.commitment && (
              <span className="block text-sm text-muted">
                {outcome.commitment.who ? t.promiseOf(outcome.commitment.who.name, outcome.commitment.due_on) : longDay(outcome.commitment.due_on)}
              </span>
            )}
          </div>
          {mayChange && (
            <Menu
              label={t.more}
              trigger={<IconButton label={`${t.more}: ${outcome.text}`} icon="more" className="-my-1" />}
              options={[
                { id: 'edit', name: t.edit, icon: 'edit' },
                { id: 'take', name: t.takeBack, icon: 'undo', isDanger: true },
              ]}
              onAction={(id) => (id === 'edit' ? setEditing(outcome) : setTaking(outcome))}
            />
          )}
        </li>
      ))}
      {editing && <Reword key={editing.id} meeting={meeting} outcome={editing} onClose={() => setEditing(null)} />}
      {taking && <TakeBack key={taking.id} meeting={meeting} outcome={taking} onClose={() => setTaking(null)} />}
    </ul>
  )
}

interface Props {
  meeting: number
  outcome: OutcomeView
  onClose: () => void
}

function Reword({ meeting, outcome, onClose }: Props) {
  const [text, setText] = useState(outcome.text)
  const write = useWrite({
    send: () => answer(api.PATCH('/api/v1/meetings/{id}/outcomes/{outcome}', { params: { path: { id: meeting, outcome: outcome.id }, header: ifMatch(outcome.version) }, body: { text } })),
    touches: TOUCHED,
    done: t.saved,
    onDone: onClose,
  })
  return (
    <SubmitDialog
      title={t.outcomeKinds[outcome.kind]}
      action={t.save}
      isBusy={write.isSending}
      onSubmit={() => write.sendAsync()}
      onClose={onClose}
      stays={text !== outcome.text}
      width="narrow"
    >
      {write.problem && <FormErrors messages={write.problem.besides(['text'])} />}
      <TextField label={t.outcomeTexts[outcome.kind]} value={text} onChange={setText} rows={3} autoFocus error={write.problem?.at('text')} />
    </SubmitDialog>
  )
}

function TakeBack({ meeting, outcome, onClose }: Props) {
  const [reason, setReason] = useState('')
  const write = useWrite({
    send: () =>
      answer(api.POST('/api/v1/meetings/{id}/outcomes/{outcome}/actions/take_back', { params: { path: { id: meeting, outcome: outcome.id }, header: ifMatch(outcome.version) }, body: { reason } })),
    touches: TOUCHED,
    onDone: (taken) => {
      say(taken.said)
      onClose()
    },
  })
  return (
    <SubmitDialog
      title={t.takeBackTitle}
      action={t.takeBack}
      kind="danger"
      isBusy={write.isSending}
      onSubmit={() => write.sendAsync()}
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
    >
      <p>
        <Bdi>{outcome.text}</Bdi>
      </p>
      <p className="text-sm text-muted">{t.takeBackHint}</p>
      {write.problem && <FormErrors messages={write.problem.besides(['reason'])} />}
      <TextField label={t.reason} value={reason} onChange={setReason} rows={2} isRequired autoFocus error={write.problem?.at('reason')} />
    </SubmitDialog>
  )
}
