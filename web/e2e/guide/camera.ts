// The browser in which the pictures of the guide are taken: at a desk or a phone, in the guide's language, on the day before the
// fifth meeting of the demonstration.
import { type Browser, type BrowserContext, devices, type Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { headersOf, signIn } from '../support/people'

/** 1398/12/12, ten o'clock in Tehran. */
const NOW = new Date('2020-03-02T06:30:00Z')
const FOLDER = '../docs/images/guide'
/** The guide shows no picture that is larger, bytes. */
const LARGEST = 150 * 1024

export type Lang = 'fa' | 'en'
const DESK = { viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1 }
const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 760 }, deviceScaleFactor: 1.5 }

/** What happens while pictures are taken happens on the day that they show: instants of today are moved there. */
async function thatDay(context: BrowserContext) {
  await context.clock.setFixedTime(NOW)
  const shift = Date.now() - NOW.getTime()
  await context.route('**/api/v1/**', async (route) => {
    if (route.request().url().includes('/stream') || route.request().url().endsWith('/live')) return route.continue()
    const answer = await route.fetch()
    if (!answer.headers()['content-type']?.includes('json')) return route.fulfill({ response: answer })
    const moved = (await answer.text()).replaceAll(/"(20(?:2[1-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) => JSON.stringify(new Date(Date.parse(at) - shift).toISOString()))
    return route.fulfill({ response: answer, body: moved })
  })
}

/** Signs this person in; nobody: somebody who is not. */
export async function open(browser: Browser, origin: string, lang: Lang, where: 'desk' | 'phone', who?: string): Promise<Page> {
  const context = await browser.newContext({
    ...(where === 'desk' ? DESK : PHONE),
    baseURL: origin,
    colorScheme: 'light',
    timezoneId: 'Asia/Tehran',
    locale: lang === 'fa' ? 'fa-IR' : 'en-GB',
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  })
  if (who) await signIn(context, who)
  await context.addInitScript((to) => localStorage.setItem('hamahang.lang', to), lang)
  await thatDay(context)
  return context.newPage()
}

/** Takes the picture as it is, as WebP. */
export async function take(page: Page, lang: Lang, name: string) {
  await page.evaluate(() => document.fonts.ready)
  await page.mouse.move(0, 0)
  await page.evaluate(() => scrollTo(0, 0))
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 78 })
  const picture = Buffer.from(data, 'base64')
  if (picture.length > LARGEST) throw new Error(`${name} has ${picture.length} bytes, more than ${LARGEST}`)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.${lang}.webp`), picture)
}

/** A call of the API as this person, which has to go well. */
export async function as(origin: string, who: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { ...(await headersOf(origin, who)), 'if-match': '*' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}
