/** One promise: what, who, by when, what has become of it; and what can be done with it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { CommitmentAction, CommitmentView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { FormErrors, TextField } from '@/components/Field'
import { Pill } from '@/components/Pill'
import { Bdi } from '@/components/Text'
import { daysLate, dayOf, today } from '@/lib/dates'
import { standingName, standingTone } from '@/lib/labels'
import { t } from './texts'

type Act = CommitmentAction | 'repromise'
const ACTS: readonly Act[] = ['keep', 'repromise', 'drop']
const TOUCHED = ['/api/v1/commitments', '/api/v1/meetings']

export function Commitment({ promise, linked = true }: { promise: CommitmentView; linked?: boolean }) {
  const [asked, setAsked] = useState<Act | null>(null)
  const actions = ACTS.filter((act) => promise.allowed_actions.includes(act))
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-72 space-y-0.5">
        {linked ? (
          <Link to="/commitments/$id" params={{ id: promise.id }} className="font-medium hover:underline underline-offset-4">
            <Bdi>{promise.text}</Bdi>
          </Link>
        ) : (
          <p className="font-medium">
            <Bdi>{promise.text}</Bdi>
          </p>
        )}
        <p className="flex flex-wrap gap-x-3 text-sm text-muted">
          {promise.who && <Bdi>{promise.who.name}</Bdi>}
          {promise.unit && <Bdi>{promise.unit.name}</Bdi>}
          <span>{promise.ended_on ? t.ended(promise.ended_on) : t.due(promise.due_on)}</span>
          {promise.repromises > 0 && (
            <span>
              {t.firstDue(promise.first_due_on)} · {t.repromised(promise.repromises)}
            </span>
          )}
        </p>
        <p className="flex flex-wrap gap-x-4 text-sm">
          {promise.meeting && (
            <Link to="/meetings/$id" params={{ id: promise.meeting.id }} className="text-accent underline-offset-4 hover:underline">
              <Bdi>{t.ofMeeting(promise.meeting.series, promise.meeting.number)}</Bdi>
            </Link>
          )}
          {promise.request_id && (
            <Link to="/requests/$key" params={{ key: String(promise.request_id) }} className="text-accent underline-offset-4 hover:underline">
              {t.request}
            </Link>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Pill tone={standingTone[promise.standing]}>
          {standingName[promise.standing]}
          {promise.days_late > 0 && ` · ${daysLate(promise.days_late)}`}
        </Pill>
        {actions.map((act) => (
          <Button key={act} kind={act === 'keep' ? 'secondary' : 'ghost'} {...(act === 'keep' ? { icon: 'check' as const } : {})} aria-label={t.of(t.actions[act], promise.text)} onPress={() => setAsked(act)}>
            {t.actions[act]}
          </Button>
        ))}
      </div>
      {asked && <Ask key={asked} act={asked} promise={promise} onClose={() => setAsked(null)} />}
    </div>
  )
}

function Ask({ act, promise, onClose }: { act: Act; promise: CommitmentView; onClose: () => void }) {
  const [day, setDay] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const write = useWrite({
    send: () => {
      const header = ifMatch(promise.version)
      if (act === 'repromise') return answer(api.PATCH('/api/v1/commitments/{id}', { params: { path: { id: promise.id }, header }, body: { due_on: day ?? '', reason } }))
      const body = act === 'keep' ? (day ? { on: day } : {}) : { reason }
      return answer(api.POST('/api/v1/commitments/{id}/actions/{action}', { params: { path: { id: promise.id, action: act }, header }, body }))
    },
    touches: TOUCHED,
    done: t.recorded,
    onDone: onClose,
  })
  return (
    <Dialog
      title={t.actions[act]}
      isOpen
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
      actions={
        <>
          <Button kind="primary" isBusy={write.isSending} isDisabled={act === 'repromise' && !day} onPress={() => write.send()}>
            {t.actions[act]}
          </Button>
          <Button onPress={onClose}>{t.back}</Button>
        </>
      }
    >
      <p>
        <Bdi>{promise.text}</Bdi>
      </p>
      {write.problem && <FormErrors messages={write.problem.errors.length ? write.problem.besides(['on', 'due_on', 'reason']) : [write.problem.message]} />}
      {act === 'keep' && <DateField label={t.keptOn} hint={t.keptOnHint} value={day} onChange={setDay} min={dayOf(promise.created_at)} max={today()} error={write.problem?.at('on')} />}
      {act === 'repromise' && <DateField label={t.newDay} value={day} onChange={setDay} min={today()} isRequired error={write.problem?.at('due_on')} />}
      {act !== 'keep' && <TextField label={t.reason} value={reason} onChange={setReason} rows={2} isRequired error={write.problem?.at('reason')} />}
    </Dialog>
  )
}
