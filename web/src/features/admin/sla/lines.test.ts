import { expect, it } from 'vitest'
import { choosable, inDays, scopeOf, workingDay } from './lines'

it('says what a line is for', () => {
  expect(scopeOf({ category: null, priority: null })).toBe('همهٔ درخواست‌ها')
  expect(scopeOf({ category: 'budget', priority: 'urgent' })).toBe('بودجه، اولویت فوری')
  expect(scopeOf({ category: 'budget', priority: null, name: 'تند' })).toBe('تند')
})

it('takes the longest day of the week for a working day', () => {
  expect(workingDay({ saturday: [{ from: '07:30', until: '14:30' }], thursday: [{ from: '07:30', until: '11:00' }] })).toBe(420)
  expect(workingDay({ sunday: [{ from: '08:00', until: '12:00' }, { from: '13:00', until: '17:15' }] })).toBe(495)
  expect(workingDay({})).toBe(0)
})

it('counts in days, by halves', () => {
  expect(inDays(840, 420)).toBe('۲ روز کاری')
  expect(inDays(630, 420)).toBe('۱٫۵ روز کاری')
  expect(inDays(600, 420)).toBe('نزدیک ۱٫۵ روز کاری')
  expect(inDays(120, 420)).toBeNull()
  expect(inDays(120, 0)).toBeNull()
})

it('offers the named lines, and a name that a rule has though its line is gone', () => {
  const times = { triage_minutes: 1, first_response_minutes: 2, resolve_minutes: 3 }
  const lines = [times, { ...times, name: 'رویداد' }, { ...times, category: 'budget' as const }]
  expect(choosable(lines, null)).toEqual(['رویداد'])
  expect(choosable(lines, 'رویداد')).toEqual(['رویداد'])
  expect(choosable(lines, 'کهنه')).toEqual(['رویداد', 'کهنه'])
})
