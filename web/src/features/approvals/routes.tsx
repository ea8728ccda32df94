/** Approvals: what waits for a decision, and one of them to decide. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ApprovalState } from '@/api/schema'
import { pick } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { shellRoute } from '@/lib/roots'

const STATES: ApprovalState[] = ['pending', 'approved', 'rejected', 'returned', 'cancelled']
const parent = () => shellRoute

export const approvalsRoute = createRoute({
  getParentRoute: parent,
  path: '/approvals',
  validateSearch: (search: Record<string, unknown>): { all?: true; state?: ApprovalState } => ({
    ...(search.all === true ? { all: true as const } : {}),
    ...(STATES.find((state) => state === search.state) ? { state: search.state as ApprovalState } : {}),
  }),
  component: lazyRouteComponent(() => import('./ApprovalsPage'), 'ApprovalsPage'),
})
export const approvalRoute = createRoute({ getParentRoute: parent, path: '/approvals/$id', component: lazyRouteComponent(() => import('./ApprovalPage'), 'ApprovalPage') })

export const approvalRoutes = [approvalsRoute, approvalRoute] as const
export const approvalNav: NavItem[] = [
  {
    to: '/approvals',
    label: pick({ fa: 'تأییدها', en: 'Approvals' }),
    icon: 'approve',
    group: 'work',
    order: 40,
    keys: 'KeyG KeyA',
    // A unit's people ask; who decides is a director, an office, a desk or a unit's head.
    offered: (me) => me.roles.some((held) => held.role !== 'unit_member' && held.role !== 'admin'),
    onPhone: true,
  },
]
