/**
 * Dates as people read them: Jalali in Persian, Gregorian in English, in the time of Tehran. What is stored and sent is
 * Gregorian and UTC. ICU puts «۱۴۰۵ آذر» in the wrong order, so the parts are put together here.
 */
import { CalendarDate, GregorianCalendar, PersianCalendar, parseDate, toCalendar, type DateValue } from '@internationalized/date'
import { isPersian, locale, pick } from './i18n'
import { latin } from './persian'

export const TEHRAN = 'Asia/Tehran'
const persianCalendar = new PersianCalendar()
const gregorian = new GregorianCalendar()

export const toPersian = (date: DateValue) => toCalendar(date, persianCalendar) as CalendarDate
export const toGregorian = (date: DateValue) => toCalendar(date, gregorian) as CalendarDate

/** A day (`2026-12-01`) or an instant (RFC 3339) as an instant at which the day in Tehran is right. */
const instant = (value: string) => new Date(value.length === 10 ? `${value}T12:00:00+03:30` : value)

const formats = new Map<string, Intl.DateTimeFormat>()
function part(at: Date, options: Intl.DateTimeFormatOptions): string {
  const name = JSON.stringify(options)
  let format = formats.get(name)
  if (!format) {
    format = new Intl.DateTimeFormat(isPersian ? 'fa-IR-u-ca-persian' : 'en-GB', { ...options, timeZone: TEHRAN })
    formats.set(name, format)
  }
  return format.format(at)
}

/** Long lists show the same days over and over, and Intl is slow: what was written once is kept, up to some thousands. */
function once(write: (value: string) => string): (value: string) => string {
  const written = new Map<string, string>()
  return (value) => {
    const known = written.get(value)
    if (known !== undefined) return known
    if (written.size > 4000) written.clear()
    const text = write(value)
    written.set(value, text)
    return text
  }
}

/** «۱۲ آذر ۱۴۰۵» */
export const longDay = once((value) => {
  const at = instant(value)
  if (!isPersian) return part(at, { day: 'numeric', month: 'long', year: 'numeric' })
  return `${part(at, { day: 'numeric' })} ${part(at, { month: 'long' })} ${part(at, { year: 'numeric' })}`
})

/** «سه‌شنبه ۱۲ آذر ۱۴۰۵» */
export const fullDay = (value: string) => `${part(instant(value), { weekday: 'long' })} ${longDay(value)}`

/** «۱۲ آذر»; with the year when it is not this year. */
export const shortDay = once((value) => {
  const at = instant(value)
  const year = part(at, { year: 'numeric' })
  if (year !== part(new Date(), { year: 'numeric' })) return longDay(value)
  return isPersian ? `${part(at, { day: 'numeric' })} ${part(at, { month: 'long' })}` : part(at, { day: 'numeric', month: 'short' })
})

/** «۱۴۰۵/۰۹/۱۲»: for narrow columns; isolate it. */
export const numericDay = once((value) => {
  const at = instant(value)
  if (!isPersian) return part(at, { day: '2-digit', month: '2-digit', year: 'numeric' })
  return [{ year: 'numeric' }, { month: '2-digit' }, { day: '2-digit' }].map((o) => part(at, o as Intl.DateTimeFormatOptions)).join('/')
})

/** «۰۹:۳۰», in Tehran. */
export const time = (value: string) => part(new Date(value), { hour: '2-digit', minute: '2-digit', hour12: false })

/** «۱۲ آذر، ساعت ۰۹:۳۰» */
export const dayAndTime = (value: string) => pick({ fa: `${shortDay(value)}، ساعت ${time(value)}`, en: `${shortDay(value)}, ${time(value)}` })

/** «آذر ۱۴۰۵» */
export function month(value: string): string {
  const at = instant(value)
  return `${part(at, { month: 'long' })} ${part(at, { year: 'numeric' })}`
}

/** The day in Tehran of an instant, as it is stored: `2026-12-01`. */
export const dayOf = (at: Date | string) => new Intl.DateTimeFormat('en-CA', { timeZone: TEHRAN }).format(new Date(at))
export const today = () => dayOf(new Date())

/** The UTC instant of a day and a clock time (`09:30`) in Tehran, which has kept +03:30 all year since 2022. */
export const instantOf = (day: string, clock: string) => new Date(`${day}T${clock}:00+03:30`).toISOString()

/** The clock time in Tehran of an instant, for a field: `09:30`, in ASCII. */
export const clockOf = (at: string) => latin(new Intl.DateTimeFormat('en-GB', { timeZone: TEHRAN, hour: '2-digit', minute: '2-digit' }).format(new Date(at)))

/** Days from today to a day: negative in the past. */
export const daysUntil = (value: string) =>
  Math.round((Date.parse(value.length === 10 ? value : dayOf(value)) - Date.parse(today())) / 86_400_000)

/** «۳ روز دیر». Nobody counts 2500 days: beyond a year, whole years. */
export function daysLate(days: number): string {
  const format = new Intl.NumberFormat(locale)
  if (days < 366) return pick({ fa: `${format.format(days)} روز دیر`, en: days === 1 ? '1 day late' : `${format.format(days)} days late` })
  const years = Math.floor(days / 365.25)
  return pick({ fa: `${format.format(years)} سال دیر`, en: years === 1 ? '1 year late' : `${format.format(years)} years late` })
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** «۳ روز پیش», «فردا», «۲ ساعت پیش»; what is farther than a month, as a day: nobody counts back «۱۴ ماه پیش». */
export function ago(value: string): string {
  const seconds = (Date.now() - Date.parse(value.length === 10 ? `${value}T12:00:00+03:30` : value)) / 1000
  if (value.length > 10 && Math.abs(seconds) < 60) return pick({ fa: 'همین حالا', en: 'just now' })
  if (value.length > 10 && Math.abs(seconds) < 3600) return relative.format(-Math.round(seconds / 60), 'minute')
  if (value.length > 10 && Math.abs(seconds) < 6 * 3600) return relative.format(-Math.round(seconds / 3600), 'hour')
  const days = daysUntil(value)
  return Math.abs(days) < 31 ? relative.format(days, 'day') : longDay(value)
}

/** Working or plain minutes: «۲ ساعت و ۱۵ دقیقه». */
export function minutes(n: number): string {
  const format = new Intl.NumberFormat(locale)
  const hours = Math.floor(n / 60)
  const rest = Math.round(n % 60)
  const h = pick({ fa: `${format.format(hours)} ساعت`, en: `${format.format(hours)} h` })
  const m = pick({ fa: `${format.format(rest)} دقیقه`, en: `${format.format(rest)} min` })
  if (hours === 0) return m
  if (rest === 0) return h
  return pick({ fa: `${h} و ${m}`, en: `${h} ${m}` })
}

/** A typed Jalali (`۱۴۰۵/۹/۱۲`) or Gregorian day as it is stored; `null` when it is none. */
export function typedDay(typed: string): string | null {
  const match = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/.exec(latin(typed).replace(/[\s\u200B-\u200F]/g, ''))
  if (!match) return null
  const [year, month, day] = [match[1], match[3], match[4]].map(Number) as [number, number, number]
  if (year >= 1800) {
    try {
      return parseDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`).toString()
    } catch {
      return null
    }
  }
  if (year < 1200 || year > 1600 || month < 1 || month > 12 || day < 1) return null
  const first = new CalendarDate(persianCalendar, year, month, 1)
  if (day > persianCalendar.getDaysInMonth(first)) return null
  return toGregorian(first.set({ day })).toString()
}

/** The Jalali year of a day, and its months by name; working calendars and fiscal years go by it in both languages. */
export const jalaliYear = (day: string) => toPersian(parseDate(day)).year
export const jalaliYearBounds = (year: number): { from: string; to: string } => ({
  from: toGregorian(new CalendarDate(persianCalendar, year, 1, 1)).toString(),
  to: toGregorian(new CalendarDate(persianCalendar, year + 1, 1, 1).subtract({ days: 1 })).toString(),
})
/** A day of a Jalali year; past the end of a month, its last day. */
export const jalaliDay = (year: number, month: number, day: number) => toGregorian(new CalendarDate(persianCalendar, year, month, day)).toString()
export const JALALI_MONTHS = pick({
  fa: ['فروردین', 'اردیبهشت', 'خرداد', 'تیر', 'مرداد', 'شهریور', 'مهر', 'آبان', 'آذر', 'دی', 'بهمن', 'اسفند'],
  en: ['Farvardin', 'Ordibehesht', 'Khordad', 'Tir', 'Mordad', 'Shahrivar', 'Mehr', 'Aban', 'Azar', 'Dey', 'Bahman', 'Esfand'],
})
