/** Promises: all that this person may see, and one of them (the links of mails). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'

export type Shown = 'open' | 'late' | 'all'
export interface CommitmentSearch {
  show?: Shown
}
const shown = (value: unknown) => (['open', 'late', 'all'] as const).find((one) => one === value)

export const commitmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/commitments',
  validateSearch: (search: Record<string, unknown>): CommitmentSearch => {
    const show = shown(search.show)
    return show ? { show } : {}
  },
  component: lazyRouteComponent(() => import('./CommitmentsPage'), 'CommitmentsPage'),
})
export const commitmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/commitments/$id',
  params: { parse: (raw: { id: string }) => ({ id: Number(raw.id) }), stringify: ({ id }: { id: number }) => ({ id: String(id) }) },
  component: lazyRouteComponent(() => import('./CommitmentPage'), 'CommitmentPage'),
})

export const commitmentRoutes = [commitmentsRoute, commitmentRoute] as const
export const commitmentNav: NavItem[] = [
  { to: '/commitments', label: pick({ fa: 'تعهدها', en: 'Promises' }), icon: 'commitment', group: 'meetings', order: 45, keys: 'KeyG KeyC' },
]
