// What every browser test stands on: a server of its own, people who are signed in, and eyes for what no test names:
// breaches of the policy, errors in the console, requests that leave the server, sideways scroll, and axe.
import AxeBuilder from '@axe-core/playwright'
import { type APIRequestContext, type BrowserContext, type Page, test as base, expect } from '@playwright/test'
import { signIn } from './people'
import { PASSWORD, Server } from './server'

export { expect, PASSWORD }
export type { Page }

/** One person's browser. */
export interface Person {
  page: Page
  /** The API as this person, for what a test needs but is not about. */
  api: Api
}

/** A call that has to go well, and its answer. */
type Api = <T = unknown>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>

const apiOf = (request: APIRequestContext, origin: string): Api =>
  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown) {
    const answer = await request.fetch(`/api/v1${path}`, {
      method,
      headers: { origin, 'if-match': '*' },
      // A connection that was left alone may be closed by the server at the very moment.
      maxRetries: 2,
      ...(body === undefined ? {} : { data: body }),
    })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as T
  }

interface Fixtures {
  server: Server
  /** A browser with nothing in it; what goes wrong in it fails the test at its end. */
  browsers: () => Promise<BrowserContext>
  /** Signs somebody in, such as `director` or `head-01`, in a browser of their own. */
  as: (who: string) => Promise<Person>
  /** A browser of somebody who is not signed in. */
  visitor: Page
  /** Console errors that a test expects, as parts of their text: browsers write every answer above 399 there. */
  expected: string[]
}

/** Notes what goes wrong in any page of this context. */
function watch(context: BrowserContext, origin: string, faults: string[]) {
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) faults.push(`leaves the server: ${url.href}`)
  })
}

export const test = base.extend<Fixtures>({
  expected: [[], { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  server: async ({}, use) => {
    const server = await Server.start()
    await use(server)
    await server.stop()
  },
  baseURL: async ({ server }, use) => use(server.url),
  browsers: async ({ browser, server, contextOptions, expected }, use, info) => {
    const faults: string[] = []
    const contexts: BrowserContext[] = []
    await use(async () => {
      // The service worker gives what was seen before when the server takes long: on a busy machine that is no fault.
      const context = await browser.newContext({ ...contextOptions, ...info.project.use, baseURL: server.url, serviceWorkers: 'block' })
      contexts.push(context)
      watch(context, server.url, faults)
      return context
    })
    for (const context of contexts) await context.close()
    const unexpected = faults.filter((fault) => !expected.some((part) => fault.includes(part)))
    expect(unexpected, 'nothing goes wrong in the console, and nothing leaves the server').toEqual([])
  },
  as: async ({ browsers, server }, use) => {
    await use(async (who) => {
      const context = await browsers()
      await signIn(context, who)
      return { page: await context.newPage(), api: apiOf(context.request, server.url) }
    })
  },
  visitor: async ({ browsers }, use) => use(await (await browsers()).newPage()),
})

const AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds. React Aria's announcer names elements that may be gone by now; it is read out once, and not part of the screen. */
async function faults(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).exclude('[data-live-announcer]').withTags(AA).analyze()
  return found.violations.map(
    (v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.failureSummary?.slice(0, 200)}`).join(' | ')}`,
  )
}

/** That a screen is as every screen has to be: no sideways scroll, WCAG 2.2 AA (in the theme it has, or one after the other), one heading of the first rank. */
export async function inspect(page: Page, { themes = [] }: { themes?: ('light' | 'dark')[] } = {}) {
  // Skeletons say `status`; a page with a live stream is never idle.
  await expect(page.getByRole('status').filter({ hasText: /در حال خواندن|Loading/ })).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  expect(scroll, 'no sideways scroll').toBeLessThanOrEqual(width)
  for (const colorScheme of themes.length > 0 ? themes : [undefined]) {
    if (colorScheme) await page.emulateMedia({ colorScheme })
    // Half-way through a change of colour the contrast is that of neither end.
    await page.waitForFunction(() =>
      document.getAnimations().every(({ effect, playState }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
    )
    expect(await faults(page), `axe: ${page.url()} ${colorScheme ?? ''}`).toEqual([])
  }
}
