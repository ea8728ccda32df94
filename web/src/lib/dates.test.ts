import { describe, expect, it } from 'vitest'
import { daysLate, clockOf, dayAndTime, dayOf, fullDay, instantOf, jalaliDay, jalaliYear, jalaliYearBounds, longDay, month, numericDay, time, typedDay } from './dates'

describe('days in Persian', () => {
  it('are put together in Persian order', () => {
    expect(longDay('2019-12-03')).toBe('۱۲ آذر ۱۳۹۸')
    expect(fullDay('2019-12-03')).toBe('سه‌شنبه ۱۲ آذر ۱۳۹۸')
    expect(numericDay('2019-12-03')).toBe('۱۳۹۸/۰۹/۱۲')
    expect(month('2026-12-17')).toBe('آذر ۱۴۰۵')
  })

  it('are those of Tehran', () => {
    expect(longDay('2019-12-02T21:00:00Z')).toBe('۱۲ آذر ۱۳۹۸')
    expect(dayOf('2019-12-02T21:00:00Z')).toBe('2019-12-03')
    expect(time('2019-12-03T06:30:00Z')).toBe('۱۰:۰۰')
    expect(dayAndTime('2019-12-03T06:30:00Z')).toBe('۱۲ آذر ۱۳۹۸، ساعت ۱۰:۰۰')
  })

  it('go to the server and come back', () => {
    expect(instantOf('2026-12-01', '09:30')).toBe('2026-12-01T06:00:00.000Z')
    expect(clockOf('2026-12-01T06:00:00Z')).toBe('09:30')
  })
})

// The cases of `typed_dates` and `typed_slips_are_explained` in src/persian/jalali_tests.rs.
describe('typed days', () => {
  it.each(['1398/09/12', '۱۳۹۸/۹/۱۲', '١٣٩٨-٠٩-١٢', '1398.9.12', ' \u200F۱۳۹۸ / ۰۹ / ۱۲\u200F ', '2019-12-03', '۲۰۱۹/۱۲/۳'])('%s', (typed) =>
    expect(typedDay(typed)).toBe('2019-12-03'),
  )
  it('the last day of a leap year', () => expect(typedDay('1403/12/30')).toBe('2025-03-20'))
  it.each(['', 'فردا', '1398/09', '98/09/12', '12/09/1398', '1398/09-12', '1199/12/29', '1601/01/01', '1398/13/12', '1398/07/31', '1404/12/30', '2023-02-29'])(
    'refuses %s',
    (typed) => expect(typedDay(typed)).toBeNull(),
  )
})

describe('Jalali years', () => {
  it('begin at Nowruz and end before the next', () => {
    expect(jalaliYear('2026-03-20')).toBe(1404)
    expect(jalaliYear('2026-03-21')).toBe(1405)
    expect(jalaliYearBounds(1405)).toEqual({ from: '2026-03-21', to: '2027-03-20' })
    expect(jalaliYearBounds(1403)).toEqual({ from: '2024-03-20', to: '2025-03-20' })
    expect(jalaliDay(1405, 9, 10)).toBe('2026-12-01')
  })
})

it.each([
  [1, '۱ روز دیر'],
  [90, '۹۰ روز دیر'],
  [366, '۱ سال دیر'],
  [2527, '۶ سال دیر'],
])('%i days late', (days, said) => expect(daysLate(days)).toBe(said))
