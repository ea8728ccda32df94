import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'

const homeRoute = createRoute({ getParentRoute: () => shellRoute, path: '/', component: lazyRouteComponent(() => import('./HomePage'), 'HomePage') })

export const homeRoutes = [homeRoute] as const
export const homeNav: NavItem[] = [{ to: '/', label: pick({ fa: 'خانه', en: 'Home' }), icon: 'home', group: 'work', order: 10, keys: 'KeyG KeyH', onPhone: true, exact: true }]
