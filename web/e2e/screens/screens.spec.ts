// Every screen, on both devices and in both themes: nothing outside the window, WCAG 2.2 AA, no breach of the policy.
import { inspect, test } from '../support/test'

const SCREENS: Record<string, string[]> = {
  director: ['/', '/requests', '/requests?state=submitted', '/nowhere'],
  'head-01': ['/', '/requests'],
}

for (const [who, paths] of Object.entries(SCREENS)) {
  test(`screens of ${who}`, async ({ as }) => {
    const { page } = await as(who)
    for (const path of paths) {
      await page.goto(path)
      await inspect(page)
    }
  })
}
