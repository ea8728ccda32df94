import { expect, it } from 'vitest'
import { fromOf, sentStep, whoOf } from './steps'

const names = { desk: () => 'میز مالی', person: () => 'کارشناس مالی' }

it.each([
  [{ who: 'role', role: 'director' } as const, 'مدیر ارتباطات'],
  [{ who: 'role', role: 'mayor_office', rule: 'all' } as const, 'همهٔ دارندگان نقش دفتر شهردار'],
  [{ who: 'desk', desk_id: 1 } as const, 'یک نفر از اعضای میز مالی'],
  [{ who: 'desk', desk_id: 1, rule: 'n_of', needed: 2 } as const, '۲ نفر از اعضای میز مالی'],
  [{ who: 'person', user_id: 5 } as const, 'کارشناس مالی'],
  [{ who: 'parent_head' } as const, 'مسئول واحد بالادست'],
])('says whom a step asks: %j', (step, said) => expect(whoOf(step, names)).toBe(said))

it('says from which amount', () => {
  expect(fromOf({ who: 'parent_head' })).toBe('همیشه')
  expect(fromOf({ who: 'parent_head', from_rials: 500 })).toBe('از ۵۰۰ ریال به بالا')
})

it('sends what belongs to the kind of step, and nothing of what was chosen before', () => {
  expect(sentStep({ who: 'person', user_id: 5, role: 'director', desk_id: 1, rule: 'n_of', needed: 3 })).toEqual({ who: 'person', user_id: 5, rule: 'one' })
  expect(sentStep({ who: 'desk', desk_id: 1, rule: 'n_of', needed: 2, from_rials: 9 })).toEqual({ who: 'desk', desk_id: 1, rule: 'n_of', needed: 2, from_rials: 9 })
  expect(sentStep({ who: 'role' })).toEqual({ who: 'role', rule: 'one' })
})
