/** Meetings: the list, a series, one meeting in its parts, and the projector's view of it. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { pick } from '@/lib/i18n'
import { loadMe } from '@/lib/me'
import type { NavItem } from '@/lib/navigation'
import { rootRoute, shellRoute } from '@/lib/roots'
import { hasRole, may } from '@/lib/session'

const parent = () => shellRoute
export const meetingsRoute = createRoute({ getParentRoute: parent, path: '/meetings', component: lazyRouteComponent(() => import('./MeetingsPage'), 'MeetingsPage') })
export const mayorRoute = createRoute({
  getParentRoute: parent,
  path: '/mayor-subjects',
  validateSearch: (search: Record<string, unknown>): { state?: 'decided' | 'withdrawn' } => (search.state === 'decided' || search.state === 'withdrawn' ? { state: search.state } : {}),
  component: lazyRouteComponent(() => import('./mayor/MayorPage'), 'MayorPage'),
})
const seriesRoute = createRoute({ getParentRoute: parent, path: '/meetings/series', component: lazyRouteComponent(() => import('./series/SeriesPage'), 'SeriesPage') })

/** Ids are whole numbers; anything else is no page of ours. */
const params = { parse: (raw: { id: string }) => ({ id: Number(raw.id) }), stringify: ({ id }: { id: number }) => ({ id: String(id) }) }
export const meetingRoute = createRoute({ getParentRoute: parent, path: '/meetings/$id', params, component: lazyRouteComponent(() => import('./MeetingFrame'), 'MeetingFrame') })
const within = () => meetingRoute
const overviewRoute = createRoute({ getParentRoute: within, path: '/', component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage') })
export const agendaRoute = createRoute({ getParentRoute: within, path: '/agenda', component: lazyRouteComponent(() => import('./agenda/AgendaPage'), 'AgendaPage') })
const proposalsRoute = createRoute({ getParentRoute: within, path: '/proposals', component: lazyRouteComponent(() => import('./ProposalsPage'), 'ProposalsPage') })
const attendanceRoute = createRoute({ getParentRoute: within, path: '/attendance', component: lazyRouteComponent(() => import('./AttendancePage'), 'AttendancePage') })
const minutesRoute = createRoute({ getParentRoute: within, path: '/minutes', component: lazyRouteComponent(() => import('./minutes/MinutesPage'), 'MinutesPage') })
const briefRoute = createRoute({ getParentRoute: within, path: '/brief', component: lazyRouteComponent(() => import('./BriefPage'), 'BriefPage') })

/** The projector's view: without the shell around it, but for those who are signed in. */
export const presentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/meetings/$id/present',
  params,
  beforeLoad: async ({ context, location }) => {
    const me = await loadMe(context.client)
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } })
    return { me }
  },
  component: lazyRouteComponent(() => import('./present/PresentPage'), 'PresentPage'),
})

export const meetingRoutes = [
  meetingsRoute,
  mayorRoute,
  seriesRoute,
  meetingRoute.addChildren([overviewRoute, agendaRoute, proposalsRoute, attendanceRoute, minutesRoute, briefRoute]),
] as const
export const meetingNav: NavItem[] = [
  { to: '/meetings', label: pick({ fa: 'جلسه‌ها', en: 'Meetings' }), icon: 'meeting', group: 'meetings', order: 40, keys: 'KeyG KeyM', onPhone: true },
  {
    to: '/mayor-subjects',
    label: pick({ fa: 'موضوع‌های شهردار', en: 'For the mayor' }),
    icon: 'mayor_meeting',
    group: 'meetings',
    order: 46,
    keys: 'KeyG KeyY',
    offered: (me) => may(me, 'manage_meetings') || hasRole(me, 'mayor_office') || hasRole(me, 'auditor'),
  },
]
