// Every screen of everybody: nothing outside the window, WCAG 2.2 AA in both themes, no breach of the policy.
import { expect, inspect, test } from '../support/test'

// What somebody may not see is told apart on the page; the browser writes it into its console all the same.
test.use({ expected: ['404', '403', 'Problem:'] })

const OF_ALL = ['/', '/requests', '/themes', '/meetings', '/meetings/4', '/commitments', '/notifications', '/notifications/preferences', '/profile']
const OF_UNITS = ['/requests/new', '/requests/new?category=equipment', '/approvals', '/meetings/4/agenda', '/meetings/4/proposals', '/meetings/1/minutes']
const OF_DESKS = ['/board', '/requests?owner_id=1', '/approvals']
const OF_READERS = ['/reports', '/reports?show=ageing', '/reports?show=flow', '/reports?show=kept']
const OF_ADMINS = [
  '/admin/units',
  '/admin/units/1',
  '/admin/people',
  '/admin/people/1',
  '/admin/desks',
  '/admin/routing',
  '/admin/routing?tab=explain',
  '/admin/routing?tab=versions',
  '/admin/approval-chains',
  '/admin/deadlines',
  '/admin/calendar',
  '/admin/calendar?tab=weekends',
  '/admin/calendar?tab=hours',
  '/admin/mail',
  '/admin/webhooks',
  '/mail/quarantine',
]

const SCREENS: Record<string, string[]> = {
  director: [...OF_ALL, ...OF_READERS, '/requests/1398-0002', '/themes/1', '/triage', '/board', '/board?by=owner', '/approvals?all=true', '/requests?q=دوربین', '/requests/new?category=budget', '/mail/quarantine', '/nowhere'],
  'director in meetings': [
    '/meetings/series',
    '/meetings/1',
    '/meetings/1/agenda',
    '/meetings/1/minutes',
    '/meetings/3/minutes',
    '/meetings/4/agenda',
    '/meetings/4/proposals',
    '/meetings/4/attendance',
    '/meetings/4/present',
    '/commitments?show=all',
    '/commitments/1',
  ],
  // The second request is another unit's: it is told that there is no such page.
  'head-13': [...OF_ALL, ...OF_UNITS, '/requests/1398-0002', '/requests/1398-0016'],
  'owner-it': [...OF_ALL, ...OF_DESKS, '/requests/1398-0002'],
  'mayor-office': [...OF_ALL, ...OF_READERS, '/approvals', '/meetings/4/agenda'],
  auditor: [...OF_READERS, '/requests', '/requests/1398-0002', '/approvals?all=true', '/meetings/1/minutes', '/admin/mail', '/admin/calendar', '/admin/routing'],
  admin: ['/', ...OF_ADMINS],
  nobody: ['/sign-in', '/forgot', '/invitation', '/reset', '/first-admin'],
}

for (const [who, paths] of Object.entries(SCREENS)) {
  test(`screens of ${who}`, async ({ as, visitor }) => {
    test.slow()
    const page = who === 'nobody' ? visitor : (await as(who.split(' ')[0] ?? who)).page
    for (const path of paths) {
      await test.step(path, async () => {
        await page.goto(path)
        await inspect(page, { themes: ['light', 'dark'] })
        // A screen that this person may not see says so; here all of them show something.
        if (path !== '/nowhere') await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
      })
    }
  })
}
