// The pictures of docs/guide.md and docs/guide.fa.md. Words are looked for in both languages: `fa` and `en` are two projects.
import { type Browser, expect, type Page, test as base } from '@playwright/test'
import { Server } from '../support/server'
import { as, type Lang, open, take } from './camera'

interface Guide {
  server: Server
  /** The word of the guide's language. */
  word: (fa: string, en: string) => string
  at: (where: 'desk' | 'phone', path: string, who?: string) => Promise<Page>
  shoot: (page: Page, name: string) => Promise<void>
  /** A call of the API as this person. */
  call: (who: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<Record<string, unknown>>
}

const test = base.extend<{ guide: Guide }>({
  guide: async ({ browser }: { browser: Browser }, use, info) => {
    const lang = info.project.name as Lang
    const server = await Server.start()
    const pages: Page[] = []
    await use({
      server,
      word: (fa, en) => (lang === 'fa' ? fa : en),
      at: async (where, path, who) => {
        const page = await open(browser, server.url, lang, where, who)
        pages.push(page)
        await page.goto(path)
        await settled(page)
        return page
      },
      shoot: async (page, name) => {
        await settled(page)
        await take(page, lang, name)
      },
      call: (who, method, path, body) => as(server.url, who, method, path, body),
    })
    for (const page of pages) await page.context().close()
    await server.stop()
  },
})

async function settled(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /در حال خواندن|Loading/ })).toHaveCount(0)
  await page.waitForLoadState('load')
}

test('a head of a unit', async ({ guide: { at, shoot, word } }) => {
  await shoot(await at('phone', '/', 'head-13'), 'head-home')
  await shoot(await at('phone', '/requests/new', 'head-13'), 'head-new')
  const form = await at('phone', '/requests/new?category=equipment', 'head-13')
  await form.getByLabel(new RegExp(`^${word('عنوان', 'Title')}`)).fill('نداشتن دوربین عکاسی برای نشست‌ها')
  await form.getByLabel(new RegExp(`^${word('شرح', 'Description')}`)).fill('دوربین امانتی را باید پیش از پایان نشست پس داد.')
  await expect(form.getByText(word('شاید پیش از این گفته شده باشد', 'It may have been said before'))).toBeVisible()
  await shoot(form, 'head-form')
})

test('an owner at a desk', async ({ guide: { at, shoot } }) => {
  await shoot(await at('desk', '/', 'owner-it'), 'owner-home')
  await shoot(await at('desk', '/requests/1398-0002', 'owner-it'), 'owner-request')
})

test('the director', async ({ guide: { at, shoot, call, word } }) => {
  await shoot(await at('desk', '/triage', 'director'), 'director-triage')
  await shoot(await at('desk', '/meetings/4/agenda', 'director'), 'director-agenda')
  await shoot(await at('desk', '/meetings/1/minutes', 'director'), 'director-minutes')
  await shoot(await at('desk', '/reports', 'director'), 'director-reports')
  await shoot(await at('desk', '/admin/routing', 'director'), 'director-routing')
  await call('director', 'POST', '/meetings/4/actions/publish_agenda', {})
  await call('director', 'POST', '/meetings/4/actions/start', {})
  const present = await at('desk', '/meetings/4/present', 'director')
  for (const n of [1, 2]) {
    await present.getByRole('button', { name: word('بند بعدی', 'Next line') }).click()
    await expect(present.getByRole('article')).toContainText(word(['۱', '۲'][n - 1] ?? '', String(n)))
  }
  await shoot(present, 'director-present')
})

test('the mayor’s office', async ({ guide: { at, shoot, call, server } }) => {
  const me = (await call('head-22', 'GET', '/auth/me')) as { roles: { unit?: { id: number } }[] }
  const { id: budget } = await call('head-22', 'POST', '/requests', {
    category: 'budget',
    unit_id: me.roles[0]?.unit?.id,
    title: 'اعتبار نشست‌های خبری سازمان',
    description: 'برای نشست‌های خبری سال آینده؛ در سقف بودجهٔ سازمان می‌گنجد.',
    details: { fiscal_year: 1399, lines: [{ title: 'نشست خبری', amount_rials: 700_000_000 }], total_rials: 700_000_000 },
  })
  await call('director', 'POST', `/requests/${budget}/actions/accept`, {})
  await call('owner-finance', 'POST', `/requests/${budget}/actions/start`, {})
  await call('owner-finance', 'POST', `/requests/${budget}/actions/request_approval`, {})
  const approvals = (await call('director', 'GET', '/approvals?mine=true')) as { items: { id: number }[] }
  const id = approvals.items[0]?.id
  await call('director', 'POST', `/approvals/${id}/approve`, {})
  await shoot(await at('desk', `/approvals/${id}`, 'mayor-office'), 'mayor-approval')
  const link = () => server.mailsTo('mayor-office@demo.test').map(({ text }) => /https?:\/\/\S+\/approve\/\S+/.exec(text)?.[0]).findLast(Boolean)
  await expect.poll(link).toBeTruthy()
  await shoot(await at('phone', link() ?? ''), 'mayor-link')
})

test('an administrator', async ({ guide: { at, shoot } }) => {
  await shoot(await at('desk', '/admin/people', 'admin'), 'admin-people')
  await shoot(await at('desk', '/admin/calendar?year=1398', 'admin'), 'admin-calendar')
})
