/** A year of days as twelve months of weeks, Saturday first. */
import type { DayView, HolidayView, Weekday } from '@/api/schema'
import { JALALI_MONTHS, longDay } from '@/lib/dates'
import { comma, pick } from '@/lib/i18n'
import { WEEK } from '@/lib/labels'
import { code, number } from '@/lib/numbers'
import { latin } from '@/lib/persian'
import { t } from './texts'

export const weekdayLetter: Record<Weekday, string> = pick({
  fa: { saturday: 'ش', sunday: 'ی', monday: 'د', tuesday: 'س', wednesday: 'چ', thursday: 'پ', friday: 'ج' },
  en: { saturday: 'Sa', sunday: 'Su', monday: 'Mo', tuesday: 'Tu', wednesday: 'We', thursday: 'Th', friday: 'Fr' },
})

export interface MonthOfDays {
  month: number
  name: string
  /** Rows of seven; `null` before the first and after the last. */
  weeks: (DayView | null)[][]
}

/** The server's days know their Jalali date: `1405/09/07`. */
export const monthOf = (day: Pick<DayView, 'jalali'>) => Number(latin(day.jalali).split('/')[1])
export const dateOf = (day: Pick<DayView, 'jalali'>) => Number(latin(day.jalali).split('/')[2])

export function months(days: readonly DayView[]): MonthOfDays[] {
  return JALALI_MONTHS.map((name, i) => {
    const own = days.filter((day) => monthOf(day) === i + 1)
    const before = own[0] ? WEEK.indexOf(own[0].weekday) : 0
    const cells: (DayView | null)[] = [...Array.from({ length: before }, () => null), ...own]
    const weeks: (DayView | null)[][] = []
    for (let at = 0; at < cells.length; at += 7) weeks.push(Array.from({ length: 7 }, (_, j) => cells[at + j] ?? null))
    return { month: i + 1, name, weeks }
  })
}

/** When a recorded day is: «۱۹ شهریور ۱۴۰۵», «هر سال، ۲۲ بهمن». */
export function whenIs(holiday: Pick<HolidayView, 'date' | 'yearly'>): string {
  if (holiday.date) return longDay(holiday.date)
  const { yearly } = holiday
  if (!yearly) return ''
  const day = `${number(yearly.day)} ${JALALI_MONTHS[yearly.month - 1] ?? ''}`
  const [from, until] = [yearly.from_year ?? null, yearly.until_year ?? null].map((year) => (year === null ? null : code(String(year))))
  const years = from && until ? t.years.both(from, until) : from ? t.years.from(from) : until ? t.years.until(until) : null
  return [t.yearly, day, years].filter(Boolean).join(comma)
}
