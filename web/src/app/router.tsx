/** Collects the features' routes. They are loaded when they are visited; a link that the pointer or focus rests on loads before. */
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter } from '@tanstack/react-router'
import { NotFound } from '@/components/PageError'
import { Skeleton } from '@/components/States'
import { rootRoute, shellRoute } from '@/lib/roots'
import { openRoutes, shellRoutes } from './features'
import { Broken } from './Fallbacks'
import { Shell } from './Shell'

shellRoute.update({ component: Shell })
/** What there is no page for is said within the app, with its ways to others. */
const elsewhere = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })
const routeTree = rootRoute.addChildren([shellRoute.addChildren([...shellRoutes, elsewhere]), ...openRoutes])

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    // What is read is the cache's business (react-query), not the router's.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Skeleton rows={8} className="pt-16" />,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
