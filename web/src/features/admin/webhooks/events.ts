/** The events that a webhook can hear of, by the names of docs/webhooks.md, and how they are called. */
import { t } from './texts'

const OF = {
  request: ['created', 'submit', 'accept', 'assign', 'start', 'ask', 'answer', 'wait', 'resume', 'defer', 'reject', 'duplicate', 'done', 'confirm', 'dispute', 'withdraw', 'reopen', 'request_approval', 'approve', 'changed', 'on_agenda', 'outcome'],
  meeting: ['created', 'schedule', 'publish_agenda', 'start', 'finish', 'finalise_minutes', 'approve_minutes', 'cancel', 'postpone', 'changed', 'attendance', 'outcome'],
  commitment: ['made', 'repromised', 'kept', 'dropped'],
} as const
type Subject = keyof typeof OF

/** «درخواست: انجام شد»; a name that is not known here shows as it is. */
export function eventName(event: string): string {
  if (event === '*') return t.everything
  const [subject = '', verb = ''] = event.split('.')
  if (verb === '*' && subject in t.allOf) return t.allOf[subject as Subject]
  const of = subject in t.of ? t.of[subject as keyof typeof t.of] : null
  const said = t.verbs[verb]
  return of && said ? `${of}: ${said}` : event
}

const SUBJECTS = Object.keys(OF) as Subject[]
export const EVENTS: readonly string[] = ['*', ...SUBJECTS.map((subject) => `${subject}.*`), ...SUBJECTS.flatMap((subject) => OF[subject].map((verb) => `${subject}.${verb}`))]
