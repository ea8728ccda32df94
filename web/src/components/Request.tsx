/** How a request shows in a line, wherever it is named. */
import { Link } from '@tanstack/react-router'
import type { Category, Priority, State, UnitRef } from '@/api/schema'
import { daysLate, daysUntil, shortDay } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { categoryName, priorityName, priorityTone, stateName, stateTone } from '@/lib/labels'
import { cx } from './cx'
import { Icon } from './Icon'
import { Pill } from './Pill'
import { Bdi, Code } from './Text'

export const StatePill = ({ state }: { state: State }) => <Pill tone={stateTone[state]}>{stateName[state]}</Pill>

/** Said only when it is not the usual one. */
export const PriorityPill = ({ priority }: { priority: Priority }) => (priority === 'normal' ? null : <Pill tone={priorityTone[priority]}>{priorityName[priority]}</Pill>)


const isToday = pick({ fa: 'امروز', en: 'today' })

/** The day that it is due; red and in words when that has passed. */
export function Due({ at, className }: { at: string | null | undefined; className?: string }) {
  if (!at) return null
  const overdue = Date.parse(at) < Date.now()
  const days = -daysUntil(at)
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap', overdue && 'text-danger-ink font-medium', className)} title={shortDay(at)}>
      {overdue && <Icon name="clock" className="size-4" />}
      {overdue && days > 0 ? daysLate(days) : days === 0 ? isToday : shortDay(at)}
    </span>
  )
}

/** The hue of a category, for its tile and icon: spread around the circle, in the order of the list. */
export const CATEGORY_TINT: Record<Category, string> = {
  job_description: 'tint-1',
  equipment: 'tint-2',
  staffing: 'tint-3',
  budget: 'tint-4',
  petty_cash: 'tint-5',
  training: 'tint-6',
  press_tour: 'tint-7',
  training_package: 'tint-8',
  mayor_meeting: 'tint-1',
  study_trip: 'tint-2',
  stray_duty: 'tint-3',
  information_access: 'tint-4',
  motivation: 'tint-5',
  social_media: 'tint-6',
  other: 'tint-7',
}

export const CategoryIcon = ({ category, className = 'size-9' }: { category: Category; className?: string }) => (
  <span className={cx('grid place-items-center rounded-lg shrink-0', CATEGORY_TINT[category], className)}>
    <Icon name={category} className="size-5" />
  </span>
)

export interface NamedRequest {
  id: number
  number?: string | null
  title: string
  state: State
  category?: Category
  unit?: UnitRef
  due_at?: string | null
}

/** The address of a request: its number, or its id while it has none. */
export const requestKey = (request: { id: number; number?: string | null }) => request.number ?? String(request.id)

/** A request as a row of a short list: on Home, among duplicates, in a theme. */
export function RequestLine({ request, after, newTab = false }: { request: NamedRequest; after?: React.ReactNode; newTab?: boolean }) {
  return (
    <div className="relative flex items-center gap-3 py-2.5 px-1 -mx-1 rounded-lg hover:bg-neutral-soft/60">
      {request.category && <CategoryIcon category={request.category} />}
      <div className="min-w-0 flex-1">
        <Link
          to="/requests/$key"
          params={{ key: requestKey(request) }}
          {...(newTab ? { target: '_blank' } : {})}
          className="line-clamp-2 leading-6 font-medium after:absolute after:inset-0 after:rounded-lg outline-none focus-visible:after:focus-ring"
        >
          <Bdi>{request.title}</Bdi>
        </Link>
        <p className="text-xs text-muted flex flex-wrap items-center gap-x-2">
          {request.number && <Code>{request.number}</Code>}
          {request.unit && <Bdi>{request.unit.name}</Bdi>}
          {request.category && <span>{categoryName[request.category]}</span>}
          <Due at={request.due_at} />
        </p>
      </div>
      <StatePill state={request.state} />
      {after && <div className="relative z-[1]">{after}</div>}
    </div>
  )
}
