/** The features: what each adds to the routes (router.tsx) and to the navigation. A new feature is two lines here. */
import { accountRoutes } from '@/features/account/routes'
import { adminNav, adminRoutes } from '@/features/admin/routes'
import { approvalNav, approvalRoutes } from '@/features/approvals/routes'
import { homeNav, homeRoutes } from '@/features/home/routes'
import { requestNav, requestRoutes } from '@/features/requests/routes'
import type { NavItem } from '@/lib/navigation'

/** Pages for those who are signed in, within the shell. */
export const shellRoutes = [...homeRoutes, ...requestRoutes, ...approvalRoutes, ...adminRoutes] as const

/** Pages without signing in. */
export const openRoutes = [...accountRoutes] as const

export const navigation: NavItem[] = [...homeNav, ...requestNav, ...approvalNav, ...adminNav].toSorted((a, b) => a.order - b.order)
