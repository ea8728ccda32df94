/** Pages before signing in. Their addresses are those of the links in mails: `/invitation#token=`, `/reset#token=`. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute, shellRoute } from '@/lib/roots'

const parent = () => rootRoute

export const signInRoute = createRoute({
  getParentRoute: parent,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
})
const forgotRoute = createRoute({ getParentRoute: parent, path: '/forgot', component: lazyRouteComponent(() => import('./ForgotPage'), 'ForgotPage') })
const choose = () => import('./ChoosePage')
const invitationRoute = createRoute({ getParentRoute: parent, path: '/invitation', component: lazyRouteComponent(choose, 'InvitationPage') })
const resetRoute = createRoute({ getParentRoute: parent, path: '/reset', component: lazyRouteComponent(choose, 'ResetPage') })
const firstAdminRoute = createRoute({ getParentRoute: parent, path: '/first-admin', component: lazyRouteComponent(choose, 'FirstAdminPage') })

export const accountRoutes = [signInRoute, forgotRoute, invitationRoute, resetRoute, firstAdminRoute] as const

const profileRoute = createRoute({ getParentRoute: () => shellRoute, path: '/profile', component: lazyRouteComponent(() => import('./profile/ProfilePage'), 'ProfilePage') })

/** For those who are signed in. */
export const profileRoutes = [profileRoute] as const
