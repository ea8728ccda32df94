import { expect, it } from 'vitest'
import type { DayView } from '@/api/schema'
import { months, whenIs } from './days'

const day = (jalali: string, weekday: DayView['weekday']): DayView => ({ date: '2026-11-22', jalali, weekday, kind: 'working', reasons: [], hours: [], minutes: 0 })

it('lays the days of a month under their weekdays, Saturday first', () => {
  const azar = months([day('1405/09/01', 'sunday'), day('1405/09/02', 'monday')])[8]!
  expect(azar.name).toBe('آذر')
  expect(azar.weeks).toHaveLength(1)
  expect(azar.weeks[0]?.map((cell) => cell?.jalali ?? null)).toEqual([null, '1405/09/01', '1405/09/02', null, null, null, null])
})

it('has twelve months, and none is filled with days of another', () => {
  const year = months([day('1405/01/31', 'monday')])
  expect(year).toHaveLength(12)
  expect(year[0]?.weeks).toHaveLength(1)
  expect(year[1]?.weeks).toHaveLength(0)
})

it('says when a day is', () => {
  expect(whenIs({ date: '2026-09-10' })).toBe('۱۹ شهریور ۱۴۰۵')
  expect(whenIs({ yearly: { month: 11, day: 22 } })).toBe('هر سال، ۲۲ بهمن')
  expect(whenIs({ yearly: { month: 1, day: 1, from_year: 1400, until_year: 1410 } })).toBe('هر سال، ۱ فروردین، از ۱۴۰۰ تا ۱۴۱۰')
})
