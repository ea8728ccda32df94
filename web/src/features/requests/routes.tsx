/** Requests: the list, a new one, one of them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Category, Group, Sort, State } from '@/api/schema'
import { pick } from '@/lib/i18n'
import { CATEGORIES, STATES } from '@/lib/labels'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'
import { may } from '@/lib/session'

/** What narrows the list; the same names as in the API, so that a link from a mail or a report opens the list. */
export interface ListSearch {
  q?: string
  state?: State
  state_group?: Group
  category?: Category
  unit_id?: number
  desk_id?: number
  owner_id?: number
  meeting_id?: number
  theme_id?: number
  tag?: string
  overdue?: boolean
  /** Days in Tehran, as they are stored: `2026-12-01`. */
  filed_from?: string
  filed_to?: string
  closed_from?: string
  closed_to?: string
  sort?: Sort
}

const SORTS: Sort[] = ['-created_at', 'created_at', '-updated_at', 'updated_at', 'due_at', '-due_at', '-priority', 'priority']
const oneOf = <K extends string>(value: unknown, of: readonly K[]) => of.find((known) => known === value)
const whole = (value: unknown) => (Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined)
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() || undefined : undefined)
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined)

export function listSearch(search: Record<string, unknown>): ListSearch {
  const found = {
    q: text(search.q),
    state: oneOf(search.state, STATES),
    state_group: oneOf(search.state_group, ['open', 'closed'] as const),
    category: oneOf(search.category, CATEGORIES),
    unit_id: whole(search.unit_id),
    desk_id: whole(search.desk_id),
    owner_id: whole(search.owner_id),
    meeting_id: whole(search.meeting_id),
    theme_id: whole(search.theme_id),
    tag: text(search.tag),
    overdue: search.overdue === true || search.overdue === 'true' ? true : undefined,
    filed_from: day(search.filed_from),
    filed_to: day(search.filed_to),
    closed_from: day(search.closed_from),
    closed_to: day(search.closed_to),
    sort: oneOf(search.sort, SORTS),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as ListSearch
}

const parent = () => shellRoute
export const listRoute = createRoute({ getParentRoute: parent, path: '/requests', validateSearch: listSearch, component: lazyRouteComponent(() => import('./ListPage'), 'ListPage') })
export const newRoute = createRoute({
  getParentRoute: parent,
  path: '/requests/new',
  validateSearch: (search: Record<string, unknown>): { category?: Category } => ({
    ...(oneOf(search.category, CATEGORIES) ? { category: oneOf(search.category, CATEGORIES) as Category } : {}),
  }),
  component: lazyRouteComponent(() => import('./new/NewPage'), 'NewPage'),
})
export const requestRoute = createRoute({ getParentRoute: parent, path: '/requests/$key', component: lazyRouteComponent(() => import('./page/RequestPage'), 'RequestPage') })

const triageRoute = createRoute({ getParentRoute: parent, path: '/triage', component: lazyRouteComponent(() => import('./triage/TriagePage'), 'TriagePage') })
export const boardRoute = createRoute({
  getParentRoute: parent,
  path: '/board',
  validateSearch: (search: Record<string, unknown>): { by?: 'owner' } => (search.by === 'owner' ? { by: 'owner' } : {}),
  component: lazyRouteComponent(() => import('./board/BoardPage'), 'BoardPage'),
})
const themesRoute = createRoute({ getParentRoute: parent, path: '/themes', component: lazyRouteComponent(() => import('./themes/ThemesPage'), 'ThemesPage') })
export const themeRoute = createRoute({ getParentRoute: parent, path: '/themes/$id', component: lazyRouteComponent(() => import('./themes/ThemePage'), 'ThemePage') })

export const requestRoutes = [listRoute, newRoute, requestRoute, triageRoute, boardRoute, themesRoute, themeRoute] as const
export const requestNav: NavItem[] = [
  { to: '/requests', label: pick({ fa: 'درخواست‌ها', en: 'Requests' }), icon: 'list', group: 'work', order: 20, keys: 'KeyG KeyR', onPhone: true, exact: true },
  {
    to: '/requests/new',
    label: pick({ fa: 'درخواست تازه', en: 'New request' }),
    icon: 'plus',
    group: 'work',
    order: 25,
    keys: 'KeyC',
    onPhone: true,
    offered: (me) => may(me, 'file_requests'),
  },
  {
    to: '/triage',
    label: pick({ fa: 'کارتابل بررسی', en: 'Triage' }),
    icon: 'inbox',
    group: 'work',
    order: 15,
    keys: 'KeyG KeyT',
    onPhone: true,
    offered: (me) => may(me, 'triage'),
  },
  {
    to: '/board',
    label: pick({ fa: 'تختهٔ کار', en: 'Board' }),
    icon: 'board',
    group: 'work',
    order: 50,
    keys: 'KeyG KeyB',
    offered: (me) => may(me, 'triage', 'work_on_requests', 'read_requests'),
  },
  {
    to: '/themes',
    label: pick({ fa: 'موضوع‌های مشترک', en: 'Themes' }),
    icon: 'theme',
    group: 'work',
    order: 60,
    keys: 'KeyG KeyE',
  },
]
