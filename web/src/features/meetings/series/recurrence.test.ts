import { expect, it } from 'vitest'
import type { Recurrence } from '@/api/schema'
import { ruleOf, tidied } from './recurrence'

const rule: Recurrence = { kind: 'month_weekday', nth: 'first', weekday: 'tuesday', every: 1, since: '2019-11-22', at: '10:00', minutes: 120, when_off: 'next' }

it.each<[Partial<Recurrence>, string]>([
  [{}, 'هر ماه، نخستین سه‌شنبه، ساعت ۱۰:۰۰، اگر تعطیل باشد روز کاری پس از آن'],
  [{ nth: 'last', every: 2, when_off: 'skip' }, 'هر ۲ ماه، آخرین سه‌شنبه، ساعت ۱۰:۰۰، اگر تعطیل باشد برگزار نمی‌شود'],
  [{ kind: 'month_day', nth: null, weekday: null, day: 12, when_off: 'previous' }, 'هر ماه، روز ۱۲، ساعت ۱۰:۰۰، اگر تعطیل باشد روز کاری پیش از آن'],
  [{ kind: 'week', nth: null, weekday: 'sunday', every: 2 }, 'هر ۲ هفته، یکشنبه، ساعت ۱۰:۰۰، اگر تعطیل باشد روز کاری پس از آن'],
])('says when: %j', (change, said) => expect(ruleOf({ ...rule, ...change })).toBe(said))

it('keeps only what the kind takes, and gives it what it needs', () => {
  expect(tidied({ ...rule, kind: 'month_day' })).toEqual({ kind: 'month_day', day: 1, every: 1, since: '2019-11-22', at: '10:00', minutes: 120, when_off: 'next' })
  expect(tidied({ ...rule, kind: 'week' })).not.toHaveProperty('nth')
  expect(tidied({ ...rule, kind: 'month_weekday', nth: null, day: 12 })).toMatchObject({ nth: 'first', weekday: 'tuesday' })
  expect(tidied({ ...rule, day: 12 })).not.toHaveProperty('day')
})
