/** Administration: who and where (units, people, desks), by which rules, and what goes out. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MailState, Me, Permission, Role, UnitKind } from '@/api/schema'
import { pick } from '@/lib/i18n'
import { roleName, unitKindName } from '@/lib/labels'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'
import { may } from '@/lib/session'

const parent = () => shellRoute
const oneOf = <K extends string>(value: unknown, of: readonly K[]) => of.find((known) => known === value)
const given = <T extends object>(found: T) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== '')) as { [K in keyof T]?: NonNullable<T[K]> }
const words = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined)
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined)

export interface UnitSearch {
  q?: string
  kind?: UnitKind
  at_risk?: boolean
  inactive?: boolean
}
export const unitsRoute = createRoute({
  getParentRoute: parent,
  path: '/admin/units',
  validateSearch: (search: Record<string, unknown>): UnitSearch =>
    given({ q: words(search.q), kind: oneOf(search.kind, Object.keys(unitKindName) as UnitKind[]), at_risk: yes(search.at_risk), inactive: yes(search.inactive) }),
  component: lazyRouteComponent(() => import('./units/UnitsPage'), 'UnitsPage'),
})
export const unitRoute = createRoute({ getParentRoute: parent, path: '/admin/units/$id', component: lazyRouteComponent(() => import('./units/UnitPage'), 'UnitPage') })

export interface PeopleSearch {
  q?: string
  role?: Role
  active?: boolean
}
export const peopleRoute = createRoute({
  getParentRoute: parent,
  path: '/admin/people',
  validateSearch: (search: Record<string, unknown>): PeopleSearch =>
    given({ q: words(search.q), role: oneOf(search.role, Object.keys(roleName) as Role[]), active: search.active === undefined ? undefined : yes(search.active) ?? false }),
  component: lazyRouteComponent(() => import('./people/PeoplePage'), 'PeoplePage'),
})
export const personRoute = createRoute({ getParentRoute: parent, path: '/admin/people/$id', component: lazyRouteComponent(() => import('./people/PersonPage'), 'PersonPage') })

const desksRoute = createRoute({ getParentRoute: parent, path: '/admin/desks', component: lazyRouteComponent(() => import('./desks/DesksPage'), 'DesksPage') })

const TABS = ['rules', 'explain', 'versions'] as const
export type RoutingTab = (typeof TABS)[number]
export const routingRoute = createRoute({
  getParentRoute: parent,
  path: '/admin/routing',
  validateSearch: (search: Record<string, unknown>): { tab?: RoutingTab } => given({ tab: oneOf(search.tab, TABS) }),
  component: lazyRouteComponent(() => import('./routing/RoutingPage'), 'RoutingPage'),
})
const chainsRoute = createRoute({ getParentRoute: parent, path: '/admin/approval-chains', component: lazyRouteComponent(() => import('./chains/ChainsPage'), 'ChainsPage') })
const slaRoute = createRoute({ getParentRoute: parent, path: '/admin/deadlines', component: lazyRouteComponent(() => import('./sla/SlaPage'), 'SlaPage') })

const PARTS = ['holidays', 'weekends', 'hours'] as const
export type CalendarTab = (typeof PARTS)[number]
const jalali = (value: unknown) => (Number(value) >= 1200 && Number(value) <= 1600 ? Math.floor(Number(value)) : undefined)
export const calendarRoute = createRoute({
  getParentRoute: parent,
  path: '/admin/calendar',
  validateSearch: (search: Record<string, unknown>): { tab?: CalendarTab; year?: number } => given({ tab: oneOf(search.tab, PARTS), year: jalali(search.year) }),
  component: lazyRouteComponent(() => import('./calendar/CalendarPage'), 'CalendarPage'),
})
export interface MailSearch {
  state?: MailState
}
export const mailRoute = createRoute({
  getParentRoute: parent,
  path: '/admin/mail',
  validateSearch: (search: Record<string, unknown>): MailSearch => given({ state: oneOf(search.state, ['queued', 'leased', 'sent', 'dead', 'withheld'] as const) }),
  component: lazyRouteComponent(() => import('./mail/MailPage'), 'MailPage'),
})
export const webhooksRoute = createRoute({ getParentRoute: parent, path: '/admin/webhooks', component: lazyRouteComponent(() => import('./webhooks/WebhooksPage'), 'WebhooksPage') })
export const webhookRoute = createRoute({ getParentRoute: parent, path: '/admin/webhooks/$id', component: lazyRouteComponent(() => import('./webhooks/WebhookPage'), 'WebhookPage') })

export const adminRoutes = [unitsRoute, unitRoute, peopleRoute, personRoute, desksRoute, routingRoute, chainsRoute, slaRoute, calendarRoute, mailRoute, webhooksRoute, webhookRoute] as const

const forWhom =
  (...any: Permission[]) =>
  (me: Me) =>
    may(me, ...any)

export const adminNav: NavItem[] = [
  { to: '/admin/units', label: pick({ fa: 'واحدها', en: 'Units' }), icon: 'unit', group: 'manage', order: 810, offered: forWhom('manage_units', 'list_people') },
  { to: '/admin/people', label: pick({ fa: 'افراد', en: 'People' }), icon: 'people', group: 'manage', order: 820, offered: forWhom('list_people') },
  { to: '/admin/desks', label: pick({ fa: 'میزها', en: 'Desks' }), icon: 'desk', group: 'manage', order: 830, offered: forWhom('manage_units', 'list_people') },
  { to: '/admin/routing', label: pick({ fa: 'قواعد ارجاع', en: 'Routing rules' }), icon: 'rules', group: 'manage', order: 840, offered: forWhom('manage_routing', 'manage_units', 'read_audit') },
  { to: '/admin/approval-chains', label: pick({ fa: 'زنجیره‌های تأیید', en: 'Approval chains' }), icon: 'approve', group: 'manage', order: 850, offered: forWhom('manage_approvals', 'manage_units', 'read_audit') },
  { to: '/admin/deadlines', label: pick({ fa: 'مهلت‌ها', en: 'Deadlines' }), icon: 'clock', group: 'manage', order: 860, offered: forWhom('manage_routing', 'manage_calendar', 'read_audit') },
  { to: '/admin/calendar', label: pick({ fa: 'تقویم کاری', en: 'Working calendar' }), icon: 'calendar', group: 'manage', order: 870, offered: forWhom('manage_calendar', 'read_audit') },
  { to: '/admin/mail', label: pick({ fa: 'رایانامه‌ها', en: 'Mail' }), icon: 'mail', group: 'manage', order: 880, offered: forWhom('manage_mail', 'triage', 'read_audit') },
  { to: '/admin/webhooks', label: pick({ fa: 'وب‌هوک‌ها', en: 'Webhooks' }), icon: 'webhook', group: 'manage', order: 890, offered: forWhom('manage_mail', 'read_audit') },
]
