/** Rules as sentences, so that nobody has to read fields to know what a rule does. */
import type { Category, Conditions, Target, UnitKind } from '@/api/schema'
import { isPersian, pick } from '@/lib/i18n'
import { categoryName, priorityName, unitKindName } from '@/lib/labels'
import { rials } from '@/lib/numbers'

/** Names of what a rule points to; an id when it is no longer there. */
export interface Names {
  unit: (id: number) => string
  desk: (id: number) => string
  person: (id: number) => string
  chain: (id: number) => string
}

const t = pick({
  fa: {
    all: 'هر درخواستی',
    or: ' یا ',
    and: '، ',
    category: (names: string) => `از دستهٔ ${names}`,
    kind: (names: string) => `از واحدی از نوع ${names}`,
    subtree: (name: string) => `از «${name}» یا زیرمجموعه‌هایش`,
    least: (amount: string) => `از ${amount} به بالا`,
    most: (amount: string) => `تا ${amount}`,
    between: (from: string, to: string) => `از ${from} تا ${to}`,
    words: (words: string) => `با واژهٔ ${words}`,
    private: 'محرمانه',
    open: 'غیرمحرمانه',
    quote: (text: string) => `«${text}»`,
    desk: (name: string) => `به ${name}`,
    person: (name: string) => `نزد ${name}`,
    turn: 'به نوبت میان اعضا',
    priority: (name: string) => `با اولویت ${name}`,
    chain: (name: string) => `با زنجیرهٔ تأیید «${name}»`,
    watchers: (names: string) => `رونوشت به ${names}`,
    sla: (name: string) => `با مهلت‌های «${name}»`,
  },
  en: {
    all: 'Any request',
    or: ' or ',
    and: ', ',
    category: (names: string) => `of category ${names}`,
    kind: (names: string) => `from a unit of kind ${names}`,
    subtree: (name: string) => `from “${name}” or below it`,
    least: (amount: string) => `from ${amount} on`,
    most: (amount: string) => `up to ${amount}`,
    between: (from: string, to: string) => `from ${from} to ${to}`,
    words: (words: string) => `with the word ${words}`,
    private: 'private',
    open: 'not private',
    quote: (text: string) => `“${text}”`,
    desk: (name: string) => `to ${name}`,
    person: (name: string) => `to ${name} there`,
    turn: 'to its members in turn',
    priority: (name: string) => `as ${name}`,
    chain: (name: string) => `with the approval chain “${name}”`,
    watchers: (names: string) => `copy to ${names}`,
    sla: (name: string) => `with the deadlines “${name}”`,
  },
})

/** «الف، ب یا پ» */
function either(names: string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(t.and)}${t.or}${last}`
}

const capital = (text: string) => (isPersian ? text : text.charAt(0).toUpperCase() + text.slice(1))

export function whenOf(c: Conditions | undefined, names: Names): string {
  const parts: string[] = []
  if (c?.categories?.length) parts.push(t.category(either(c.categories.map((key) => categoryName[key as Category] ?? key))))
  if (c?.unit_kinds?.length) parts.push(t.kind(either(c.unit_kinds.map((key) => unitKindName[key as UnitKind] ?? key))))
  if (c?.unit_subtree) parts.push(t.subtree(names.unit(c.unit_subtree)))
  const [least, most] = [c?.amount_min_rials ?? null, c?.amount_max_rials ?? null]
  if (least !== null && most !== null) parts.push(t.between(rials(least), rials(most)))
  else if (least !== null) parts.push(t.least(rials(least)))
  else if (most !== null) parts.push(t.most(rials(most)))
  if (c?.words?.length) parts.push(t.words(either(c.words.map(t.quote))))
  if (c?.private === true) parts.push(t.private)
  if (c?.private === false) parts.push(t.open)
  return capital(parts.length === 0 ? t.all : parts.join(t.and))
}

export function whereOf(target: Target, names: Names): string {
  const parts = [t.desk(names.desk(target.desk_id))]
  if (target.owner_id) parts.push(t.person(names.person(target.owner_id)))
  else if (target.round_robin) parts.push(t.turn)
  if (target.priority) parts.push(t.priority(priorityName[target.priority]))
  if (target.sla_policy) parts.push(t.sla(target.sla_policy))
  if (target.approval_chain_id) parts.push(t.chain(names.chain(target.approval_chain_id)))
  if (target.watcher_ids?.length) parts.push(t.watchers(target.watcher_ids.map(names.person).join(t.and)))
  return capital(parts.join(t.and))
}
