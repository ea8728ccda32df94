/** The steps of a chain, as sentences and as what is sent. */
import type { Step } from '@/api/schema'
import { number, rials } from '@/lib/numbers'
import type { Names } from '../routing/sentences'
import { t } from './texts'

export function whoOf(step: Step, names: Pick<Names, 'desk' | 'person'>): string {
  if (step.who === 'parent_head') return t.whos.parent_head
  if (step.who === 'person') return step.user_id ? names.person(step.user_id) : '—'
  const of = step.who === 'desk' ? (step.desk_id ? t.members(names.desk(step.desk_id)) : '—') : step.role ? t.holders(t.roles[step.role]) : '—'
  if (step.rule === 'all') return t.of.all(of)
  if (step.rule === 'n_of') return t.of.n_of(number(step.needed ?? 0), of)
  return step.who === 'role' && step.role ? t.roles[step.role] : t.of.one(of)
}

export const fromOf = (step: Step) => (step.from_rials ? t.fromSaid(rials(step.from_rials)) : t.always)

/** Only what belongs to the kind of step: the server refuses the rest, which the form may still hold from another choice. */
export function sentStep(step: Step): Step {
  const several = step.who === 'role' || step.who === 'desk'
  const rule = several ? (step.rule ?? 'one') : 'one'
  return {
    who: step.who,
    ...(step.who === 'role' && step.role ? { role: step.role } : {}),
    ...(step.who === 'desk' && step.desk_id ? { desk_id: step.desk_id } : {}),
    ...(step.who === 'person' && step.user_id ? { user_id: step.user_id } : {}),
    rule,
    ...(rule === 'n_of' && step.needed ? { needed: step.needed } : {}),
    ...(step.from_rials ? { from_rials: step.from_rials } : {}),
  }
}
