/** What a line of the policies is for, and how long its times are. */
import type { Line, Span, WeekHours } from '@/api/schema'
import { comma, locale } from '@/lib/i18n'
import { categoryName, priorityName } from '@/lib/labels'
import { t } from './texts'

/** A line may have a name, by which routing rules choose it; then it has no category and no priority. */
export type Named = Line
/** Characters of a name, at most: the server's bound. */
export const LONGEST_NAME = 60

/** The names that a rule can choose: those of the lines, and the one that it has, should it be gone. */
export function choosable(lines: readonly Named[], chosen: string | null | undefined): string[] {
  const names = lines.flatMap((line) => (line.name ? [line.name] : []))
  return chosen && !names.includes(chosen) ? [...names, chosen] : names
}

export function scopeOf(line: Pick<Named, 'category' | 'priority' | 'name'>): string {
  if (line.name) return line.name
  const parts = [line.category && categoryName[line.category], line.priority && t.ofPriority(priorityName[line.priority])].filter(Boolean)
  return parts.length === 0 ? t.all : parts.join(comma)
}

const length = (span: Span) => {
  const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  return at(span.until) - at(span.from)
}

/** Minutes of the longest day of a week: what people mean by a working day. */
export const workingDay = (week: WeekHours) => Math.max(0, ...Object.values(week).map((spans: Span[] | undefined) => (spans ?? []).reduce((sum, span) => sum + length(span), 0)))

/** «۲ روز کاری», «نزدیک ۲٫۵ روز کاری»; nothing for less than a day. */
export function inDays(minutes: number, day: number): string | null {
  if (day <= 0 || minutes < day) return null
  const days = Math.round((minutes / day) * 2) / 2
  const said = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(days)
  return days * day === minutes ? t.days(said) : t.aboutDays(said)
}
