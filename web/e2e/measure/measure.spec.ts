// How long somebody waits on a slow phone, and how smoothly ten thousand requests scroll. Prints what it measured; fails for nothing
// but what cannot be measured: the figures are those of the machine.
import { type Browser, type BrowserContext, devices, expect, type Page, test as base } from '@playwright/test'
import { headersOf, signIn } from '../support/people'
import { Server } from '../support/server'

const test = base.extend<{ server: Server }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  server: async ({}, use) => {
    const server = await Server.start()
    await use(server)
    await server.stop()
  },
})

const ROUNDS = Number(process.env.HAMAHANG_MEASURE_ROUNDS ?? 5)
const REQUESTS = Number(process.env.HAMAHANG_MEASURE_REQUESTS ?? 10_000)
const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, locale: 'fa-IR', timezoneId: 'Asia/Tehran' }
/** "Slow 4G" of Lighthouse: 1.6 Mbps down, 750 kbps up, 150 ms. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) | 0, uploadThroughput: (750e3 / 8) | 0 }

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const ms = (value: number) => String(Math.round(value)).padStart(6)

async function phone(browser: Browser, origin: string, who?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ ...PHONE, baseURL: origin })
  if (who) await signIn(context, who)
  return context
}

async function slow(page: Page, cpu: number) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', LINE)
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
}

/**
 * From the start of the navigation until what is awaited is on the screen and the main thread is free again: the end of the last task of
 * more than 50 ms before it, or the frame that shows it.
 */
async function ready(page: Page, path: string, selector: string): Promise<{ ready: number; bytes: number }> {
  await page.addInitScript((wanted) => {
    const seen = window as unknown as { shownAt: number; busyUntil: number }
    seen.shownAt = 0
    seen.busyUntil = 0
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) seen.busyUntil = task.startTime + task.duration
    }).observe({ type: 'longtask', buffered: true })
    const look = () => {
      if (document.querySelector(wanted) && !document.querySelector('[role=status][aria-busy=true], [data-skeleton]')) seen.shownAt = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, selector)
  await page.goto(path, { waitUntil: 'commit' })
  await page.waitForFunction(() => (window as unknown as { shownAt: number }).shownAt > 0, undefined, { polling: 200, timeout: 60_000 })
  await page.waitForTimeout(700)
  return page.evaluate(() => {
    const seen = window as unknown as { shownAt: number; busyUntil: number }
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[]
    return {
      ready: Math.max(seen.shownAt, seen.busyUntil > seen.shownAt + 300 ? seen.shownAt : seen.busyUntil),
      bytes: all.reduce((sum, one) => sum + one.transferSize, 0),
    }
  })
}

const SCREENS = [
  { name: 'sign-in', path: '/sign-in', selector: 'input[type=email], input[autocomplete=username]' },
  { name: 'Home of a head', path: '/', who: 'head-13', selector: 'main h1' },
  { name: 'Home of the director', path: '/', who: 'director', selector: 'main h1' },
]

test('first and second load on a slow phone', async ({ browser, server }) => {
  const lines = ['', 'slow phone (CPU 4x slower, 1.6 Mbps, 150 ms), median (largest) of the rounds', '                          first, ms        KB     second, ms        KB']
  for (const screen of SCREENS) {
    const [first, second, bytes] = [[] as number[], [] as number[], [[], []] as [number[], number[]]]
    for (let n = 0; n < ROUNDS; n += 1) {
      const context = await phone(browser, server.url, screen.who)
      for (const [i, into] of [first, second].entries()) {
        const page = await context.newPage()
        await slow(page, 4)
        const found = await ready(page, screen.path, screen.selector)
        into.push(found.ready)
        bytes[i]?.push(found.bytes / 1024)
        await page.close()
      }
      await context.close()
    }
    const column = (values: number[], kb: number[]) => `${ms(median(values))} (${ms(Math.max(...values)).trim()})`.padEnd(16) + ms(median(kb))
    lines.push(`${screen.name.padEnd(24)}${column(first, bytes[0])}   ${column(second, bytes[1])}`)
  }
  console.log(lines.join('\n'))
})

/** Frames while this goes on: their lengths in milliseconds. */
async function frames(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const seen = window as unknown as { frames: number[]; watching: boolean }
    seen.frames = []
    seen.watching = true
    let before = performance.now()
    const next = (now: number) => {
      seen.frames.push(now - before)
      before = now
      if (seen.watching) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await during()
  return page.evaluate(() => {
    const seen = window as unknown as { frames: number[]; watching: boolean }
    seen.watching = false
    return seen.frames.slice(1)
  })
}

test('ten thousand requests scroll', async ({ browser, server }) => {
  const headers = await headersOf(server.url, 'director')
  const file = async (n: number) => {
    const body = { category: 'other', unit_id: (n % 24) + 1, title: `درخواست شمارهٔ ${n} برای اندازه‌گیری`, description: 'برای اندازه‌گیری.', details: { need: 'هیچ' } }
    const answer = await fetch(`${server.url}/api/v1/requests`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status, await answer.text()).toBe(201)
  }
  for (let n = 0; n < REQUESTS; n += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => file(n + i)))
  }
  const lines = ['', `a list of ${REQUESTS} requests: frames while it is scrolled`, '                           frames   p50    p95    p99  longest   over 50 ms']
  const row = (name: string, all: number[]) => {
    const sorted = all.toSorted((a, b) => a - b)
    const at = (part: number) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN)
    lines.push(`${name.padEnd(26)}${ms(all.length)}${at(0.5)} ${at(0.95)} ${at(0.99)}   ${at(1)}   ${all.filter((one) => one > 50).length}`)
  }
  for (const [device, options, cpu] of [
    ['desk', { viewport: { width: 1280, height: 860 } }, 1],
    ['phone, CPU 4x slower', PHONE, 4],
  ] as const) {
    await scrolled(device, options, cpu)
  }
  console.log(lines.join('\n'))

  async function scrolled(device: string, options: object, cpu: number) {
    const context = await browser.newContext({ ...options, baseURL: server.url, locale: 'fa-IR' })
    await signIn(context, 'director')
    const page = await context.newPage()
    await page.goto('/requests')
    await expect(page.getByRole('row').nth(3)).toBeVisible()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    const rows = () => page.evaluate(() => Number(document.querySelector('[role=table]')?.getAttribute('aria-rowcount') ?? 0))
    // As it is read: pages come while somebody scrolls down.
    const growing = await frames(page, async () => {
      while ((await rows()) <= REQUESTS) await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    })
    row(`${device}, while it is read`, growing)
    // And all of it, up again in steps of a screen and a half.
    const scrolling = await frames(page, async () => {
      await page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            let steps = 0
            const step = () => {
              scrollBy(0, -innerHeight * 1.5)
              steps += 1
              if (scrollY > 0 && steps < 600) requestAnimationFrame(step)
              else resolve()
            }
            requestAnimationFrame(step)
          }),
      )
    })
    row(`${device}, all of it`, scrolling)
    await context.close()
  }
})
