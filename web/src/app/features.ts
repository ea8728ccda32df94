/** The features: what each adds to the routes (router.tsx) and to the navigation. A new feature is two lines here. */
import { accountRoutes, profileRoutes } from '@/features/account/routes'
import { adminNav, adminRoutes } from '@/features/admin/routes'
import { approvalNav, approvalRoutes } from '@/features/approvals/routes'
import { commitmentNav, commitmentRoutes } from '@/features/commitments/routes'
import { homeNav, homeRoutes } from '@/features/home/routes'
import { mailNav, mailRoutes } from '@/features/mail/routes'
import { meetingNav, meetingRoutes, presentRoute } from '@/features/meetings/routes'
import { notificationNav, notificationRoutes } from '@/features/notifications/routes'
import { reportNav, reportRoutes } from '@/features/reports/routes'
import { requestNav, requestRoutes } from '@/features/requests/routes'
import type { NavItem } from '@/lib/navigation'

/** Pages for those who are signed in, within the shell. */
export const shellRoutes = [...homeRoutes, ...requestRoutes, ...approvalRoutes, ...meetingRoutes, ...commitmentRoutes, ...notificationRoutes, ...reportRoutes, ...mailRoutes, ...adminRoutes, ...profileRoutes] as const

/** Pages without signing in, and the projector's, which has nothing around it. */
export const openRoutes = [...accountRoutes, presentRoute] as const

export const navigation: NavItem[] = [...homeNav, ...requestNav, ...approvalNav, ...meetingNav, ...commitmentNav, ...notificationNav, ...reportNav, ...mailNav, ...adminNav].toSorted((a, b) => a.order - b.order)
