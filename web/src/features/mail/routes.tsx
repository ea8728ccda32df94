/** Mail that came in and waits for a person. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { IncomingState } from '@/api/schema'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'
import { may } from '@/lib/session'

export const INCOMING_STATES = ['held', 'released', 'discarded', 'taken', 'ignored'] as const satisfies IncomingState[]

export const quarantineRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/mail/quarantine',
  validateSearch: (search: Record<string, unknown>): { state?: IncomingState } => {
    const state = INCOMING_STATES.find((one) => one === search.state)
    return state && state !== 'held' ? { state } : {}
  },
  component: lazyRouteComponent(() => import('./QuarantinePage'), 'QuarantinePage'),
})
export const incomingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/mail/quarantine/$id',
  component: lazyRouteComponent(() => import('./IncomingPage'), 'IncomingPage'),
})

export const mailRoutes = [quarantineRoute, incomingRoute] as const
export const mailNav: NavItem[] = [
  { to: '/mail/quarantine', label: pick({ fa: 'رایانامه‌های رسیده', en: 'Mail in' }), icon: 'inbox', group: 'manage', order: 885, offered: (me) => may(me, 'triage', 'manage_mail', 'read_audit') },
]
