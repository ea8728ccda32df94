/** The set of rules as it is being changed: what is sent, and a key of each rule to follow it while it moves. */
import type { NewRule, RuleSet } from '@/api/schema'
import { randomText } from '@/lib/storage'

export interface DraftRule extends NewRule {
  key: string
}

export const draftOf = (rules: RuleSet['rules']): DraftRule[] => rules.map(({ id, name, conditions, target }) => ({ key: `r${id}`, name, conditions, target }))
export const sent = (rules: readonly DraftRule[]): NewRule[] => rules.map(({ key: _key, ...rule }) => rule)
export const isSame = (a: readonly DraftRule[], b: readonly DraftRule[]) => JSON.stringify(sent(a)) === JSON.stringify(sent(b))
export const emptyRule = (): DraftRule => ({ key: randomText(), name: '', conditions: {}, target: { desk_id: 0 } })
export const copyOf = (rule: DraftRule, name: string): DraftRule => ({ ...rule, key: randomText(), name })

/** Messages at or below the n-th rule, by the pointers of problems and warnings: `/rules/3/target/desk_id`. */
export const messagesAt = (list: readonly { pointer: string; message: string }[], at: number) =>
  list.filter(({ pointer }) => pointer === `/rules/${at}` || pointer.startsWith(`/rules/${at}/`)).map(({ message }) => message)
