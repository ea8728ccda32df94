import { expect, it } from 'vitest'
import { EVENTS, eventName } from './events'

it('every event on offer has a name of its own', () => {
  const names = EVENTS.map(eventName)
  expect(names.filter((name, i) => name === EVENTS[i])).toEqual([])
  expect(new Set(names).size).toBe(EVENTS.length)
})

it('says all of a kind, one, and what it does not know', () => {
  expect(eventName('*')).toBe('همهٔ رویدادها')
  expect(eventName('meeting.*')).toBe('همهٔ رویدادهای جلسه')
  expect(eventName('request.done')).toBe('درخواست: انجام شد')
  expect(eventName('budget.moved')).toBe('budget.moved')
})
