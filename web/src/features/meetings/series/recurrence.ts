/** When a series meets, as a sentence; and the parts of a rule that each kind takes. */
import type { Nth, Recurrence, RecurrenceKind, WhenOff } from '@/api/schema'
import { today } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { weekdayName } from '@/lib/labels'
import { code, number } from '@/lib/numbers'

export const nthName = pick<Record<Nth, string>>({
  fa: { first: 'نخستین', second: 'دومین', third: 'سومین', fourth: 'چهارمین', fifth: 'پنجمین', last: 'آخرین' },
  en: { first: 'first', second: 'second', third: 'third', fourth: 'fourth', fifth: 'fifth', last: 'last' },
})
export const kindName = pick<Record<RecurrenceKind, string>>({
  fa: { month_weekday: 'روزی از هفته در ماه', month_day: 'روزی از ماه', week: 'هر چند هفته' },
  en: { month_weekday: 'A weekday of the month', month_day: 'A day of the month', week: 'Every some weeks' },
})
export const whenOffName = pick<Record<WhenOff, string>>({
  fa: { next: 'روز کاری پس از آن', previous: 'روز کاری پیش از آن', skip: 'برگزار نشود' },
  en: { next: 'The working day after it', previous: 'The working day before it', skip: 'No meeting' },
})

const t = pick({
  fa: {
    months: (every: number) => (every === 1 ? 'هر ماه' : `هر ${number(every)} ماه`),
    weeks: (every: number) => (every === 1 ? 'هر هفته' : `هر ${number(every)} هفته`),
    nth: (nth: string, weekday: string) => `${nth} ${weekday}`,
    day: (day: number) => `روز ${number(day)}`,
    at: (clock: string) => `ساعت ${code(clock)}`,
    off: { next: 'اگر تعطیل باشد روز کاری پس از آن', previous: 'اگر تعطیل باشد روز کاری پیش از آن', skip: 'اگر تعطیل باشد برگزار نمی‌شود' },
    and: '، ',
  },
  en: {
    months: (every: number) => (every === 1 ? 'Each Jalali month' : `Every ${number(every)} Jalali months`),
    weeks: (every: number) => (every === 1 ? 'Each week' : `Every ${number(every)} weeks`),
    nth: (nth: string, weekday: string) => `the ${nth} ${weekday}`,
    day: (day: number) => `day ${number(day)}`,
    at: (clock: string) => `at ${clock}`,
    off: { next: 'if off, the working day after', previous: 'if off, the working day before', skip: 'left out if off' },
    and: ', ',
  },
})

/** «هر ماه، نخستین سه‌شنبه، ساعت ۱۰:۰۰، اگر تعطیل باشد روز کاری پس از آن» */
export function ruleOf(rule: Recurrence): string {
  const every = rule.every ?? 1
  const weekday = rule.weekday ? weekdayName[rule.weekday] : ''
  const parts =
    rule.kind === 'week'
      ? [t.weeks(every), weekday]
      : [t.months(every), rule.kind === 'month_day' ? t.day(rule.day ?? 1) : t.nth(rule.nth ? nthName[rule.nth] : '', weekday)]
  return [...parts, t.at(rule.at), t.off[rule.when_off]].filter(Boolean).join(t.and)
}

export const FIRST: Recurrence = { kind: 'month_weekday', nth: 'first', weekday: 'tuesday', every: 1, since: today(), at: '10:00', minutes: 120, when_off: 'next' }

/** The rule with only the parts that its kind takes: the server refuses others. */
export function tidied(rule: Recurrence): Recurrence {
  const { nth, weekday, day, ...rest } = rule
  if (rule.kind === 'month_day') return { ...rest, day: day ?? 1 }
  if (rule.kind === 'week') return { ...rest, weekday: weekday ?? 'tuesday' }
  return { ...rest, weekday: weekday ?? 'tuesday', nth: nth ?? 'first' }
}
