/** Reports: what the director, the mayor's office and the auditor look at to see where things stand. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Me } from '@/api/schema'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'
import { hasRole, may } from '@/lib/session'

export const REPORTS = ['open', 'ageing', 'flow', 'kept'] as const
export type Report = (typeof REPORTS)[number]
export const SPANS = ['6', '12', '24', '36'] as const
export type MonthSpan = (typeof SPANS)[number]
export interface ReportSearch {
  show?: Report
  months?: MonthSpan
}

export const reportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports',
  validateSearch: (search: Record<string, unknown>): ReportSearch => {
    const show = REPORTS.find((one) => one === search.show)
    const months = SPANS.find((one) => one === String(search.months))
    return { ...(show ? { show } : {}), ...(months ? { months } : {}) }
  },
  component: lazyRouteComponent(() => import('./ReportsPage'), 'ReportsPage'),
})

/** Who stands in for the director may triage, too. */
const directs = (me: Me) => may(me, 'triage') || hasRole(me, 'director')
export const readsRates = (me: Me) => directs(me) || hasRole(me, 'mayor_office')

export const reportRoutes = [reportsRoute] as const
export const reportNav: NavItem[] = [
  { to: '/reports', label: pick({ fa: 'گزارش‌ها', en: 'Reports' }), icon: 'report', group: 'work', order: 65, keys: 'KeyG KeyP', offered: (me) => readsRates(me) || hasRole(me, 'auditor') },
]
