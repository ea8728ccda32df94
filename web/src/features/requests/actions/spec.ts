/** Which fields each action takes, as `ActionBody` of the API says. Whether it is offered says `allowed_actions` alone. */
import type { ActionBody, ActionKind } from '@/api/schema'

export type BodyField = keyof ActionBody
interface Spec {
  fields: BodyField[]
  required?: BodyField[]
  /** Ends or takes away: shown in red, and never as the next step. */
  isHard?: boolean
}

export const SPEC: Partial<Record<ActionKind, Spec>> = {
  submit: { fields: [] },
  accept: { fields: ['desk_id', 'owner_id'] },
  assign: { fields: ['desk_id', 'owner_id', 'note'] },
  start: { fields: [] },
  ask: { fields: ['question'], required: ['question'] },
  answer: { fields: ['answer'], required: ['answer'] },
  wait: { fields: ['party', 'reason', 'party_email', 'until'], required: ['party', 'reason'] },
  resume: { fields: [] },
  defer: { fields: ['reason', 'until', 'meeting_id'], required: ['reason'] },
  reject: { fields: ['reason', 'turn_to'], required: ['reason'], isHard: true },
  duplicate: { fields: ['of', 'reason'], required: ['of', 'reason'], isHard: true },
  done: { fields: ['summary'], required: ['summary'] },
  confirm: { fields: ['note'] },
  dispute: { fields: ['reason'], required: ['reason'] },
  withdraw: { fields: ['reason'], isHard: true },
  reopen: { fields: ['reason'], required: ['reason'] },
  request_approval: { fields: ['chain_id', 'note'] },
}

/** What is most likely the next step, first. */
const ORDER: ActionKind[] = ['answer', 'confirm', 'dispute', 'submit', 'accept', 'start', 'resume', 'done', 'ask', 'wait', 'request_approval', 'assign', 'defer', 'reopen', 'duplicate', 'reject', 'withdraw']

/** The actions that the server offers and this app knows a form for, in the order to show them. */
export const offered = (allowed: readonly string[]) => ORDER.filter((action) => allowed.includes(action) && SPEC[action])

/** Done at a press, with nothing to fill in. */
export const isPlain = (action: ActionKind) => SPEC[action]?.fields.length === 0
