/** What a person was told, and how they want to hear of things. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'

export const notificationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/notifications',
  validateSearch: (search: Record<string, unknown>): { unread?: true } => (search.unread === true || search.unread === 'true' ? { unread: true } : {}),
  component: lazyRouteComponent(() => import('./NotificationsPage'), 'NotificationsPage'),
})
export const preferencesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/notifications/preferences',
  component: lazyRouteComponent(() => import('./PreferencesPage'), 'PreferencesPage'),
})

export const notificationRoutes = [notificationsRoute, preferencesRoute] as const
export const notificationNav: NavItem[] = [{ to: '/notifications', label: pick({ fa: 'اعلان‌ها', en: 'Notifications' }), icon: 'bell', group: 'work', order: 70, keys: 'KeyG KeyN' }]
