// The life of a request: filed with a photo from a phone, decided in the inbox without a mouse, asked about, waited for, done, and
// not accepted as done, so that it is on the agenda again.
import { expect, inspect, type Page, type Person, test } from '../support/test'

/** A picture of eight by eight points: what a phone's camera gives, only smaller. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEElEQVR42mNgSC/FjoaWBABgwzcBIQJ51QAAAABJRU5ErkJggg==', 'base64')
// Refused changes, which the page shows, and a link that has been used.
test.use({ expected: ['422', '/approve/'] })
const toast = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible()

interface Filed {
  id: number
  desk?: unknown
  number: string
  title: string
}

const camera = (title: string) => ({
  category: 'equipment',
  title,
  description: 'عکس خبرها با تلفن همراه گرفته می‌شود و برای رسانه‌ها کافی نیست.',
  details: { items: [{ name: 'دوربین عکاسی', kind: 'photo_camera', quantity: 1, have_now: 0, unit_price_rials: 150_000_000 }] },
})

/** Somebody files this for their own unit. */
async function file({ api }: Person, request: object): Promise<Filed> {
  const me = await api<{ roles: { unit?: { id: number } }[] }>('GET', '/auth/me')
  return api<Filed>('POST', '/requests', { ...request, unit_id: me.roles.find((held) => held.unit)?.unit?.id })
}
/** The state that the page of a request shows. */
const state = (page: Page, name: string) => expect(page.getByRole('main').locator('header').first().getByText(name, { exact: true })).toBeVisible()
/** The next step, or one of the other things that can be done. */
async function press(page: Page, action: string) {
  const button = page.getByRole('main').getByRole('button', { name: action, exact: true })
  const others = page.getByRole('main').getByRole('button', { name: 'کارهای دیگر' })
  await expect(button.or(others).first()).toBeVisible()
  // Until the last one is through, no other begins.
  await expect(page.locator('[data-pending]')).toHaveCount(0)
  if (await button.isVisible()) return button.click()
  await others.click()
  return page.getByRole('menuitem', { name: action, exact: true }).click()
}
/** Fills the form that has opened, and sends it. */
async function fill(page: Page, values: Record<string, string>, action: string) {
  const dialog = page.getByRole('dialog')
  for (const [label, value] of Object.entries(values)) await dialog.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(value)
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await expect(dialog).toHaveCount(0)
}
const act = ({ api }: Person, request: Filed, action: string, body: object = {}) => api('POST', `/requests/${request.id}/actions/${action}`, body)

test('a head files a camera with a photo from the phone, and what is typed outlives a closed browser', { tag: '@phone' }, async ({ as }) => {
  const { page } = await as('head-13')
  await page.goto('/')
  await page.getByRole('link', { name: 'درخواست تازه' }).first().click()
  await page.getByRole('link', { name: /تجهیزات/ }).first().click()
  await page.getByLabel(/^عنوان/).fill('نداشتن دوربین عکاسی برای نشست‌ها')
  // Others said it before: that is offered while it is typed.
  await expect(page.getByText('شاید پیش از این گفته شده باشد')).toBeVisible()
  await page.getByLabel(/^شرح/).fill('برای خبر طرح‌ها عکس نداریم.')

  // Nothing is filed without a thing that is asked for; what was typed stays.
  await page.getByRole('button', { name: 'ثبت درخواست' }).click()
  await expect(page.locator('[data-invalid]').first()).toBeVisible()
  await page.reload()
  await expect(page.getByLabel(/^عنوان/)).toHaveValue('نداشتن دوربین عکاسی برای نشست‌ها')

  const item = page.getByRole('group', { name: /۱$/ })
  if ((await item.count()) === 0) await page.getByRole('button', { name: /^افزودن به/ }).click()
  await item.getByLabel(/^نام/).fill('دوربین عکاسی')
  await item.getByRole('textbox', { name: /^تعداد/ }).fill('۲')
  await item.getByRole('button', { name: /نوع/ }).click()
  await page.getByRole('option', { name: 'دوربین عکاسی' }).click()
  await item.getByRole('textbox', { name: /^برآورد بها/ }).fill('۱۸۰۰۰۰۰۰۰')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'گرفتن عکس' }).click()])
  await chooser.setFiles({ name: 'عکس خبر.png', mimeType: 'image/png', buffer: PHOTO })
  await expect(page.getByText('عکس خبر.png')).toBeVisible()
  await inspect(page)
  await page.getByRole('button', { name: 'ثبت درخواست' }).click()

  await toast(page, /درخواست با شمارهٔ .* ثبت شد/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('نداشتن دوربین عکاسی برای نشست‌ها')
  await expect(page.getByText('ثبت‌شده').first()).toBeVisible()
  // The photo is there, small, as the server made it.
  const photo = page.locator('#attachments img')
  await expect(photo).toBeVisible()
  expect(await photo.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true)
  await inspect(page)
})

test('the director decides ten of the inbox without a mouse', { tag: '@desktop' }, async ({ as }) => {
  for (const who of ['head-02', 'head-05', 'head-09']) {
    const head = await as(who)
    for (const what of ['خبر', 'نشست']) await file(head, camera(`دوربین برای ${what}، ${who}`))
  }
  const { page, api } = await as('director')
  const before = (await api<{ items: Filed[] }>('GET', '/triage?limit=100')).items
  const [elsewhere, unclear, later, refused] = before.filter((request) => !request.desk)
  const [first, second, third, fourth, again, same] = before.filter((request) => request.desk)
  await page.goto('/triage')
  const inbox = page.getByRole('list', { name: 'کارتابل بررسی' })
  const dialog = page.getByRole('dialog')
  const { keyboard } = page
  const line = (request?: Filed) => inbox.getByRole('button', { name: request?.title ?? '?', exact: true })
  await expect(line(before[0])).toBeVisible()
  /** Down or up to this one. */
  const to = async (request?: Filed) => {
    const titles = await inbox.getByRole('listitem').locator('button').allTextContents()
    const at = titles.indexOf((await inbox.locator('[aria-current=true]').textContent()) ?? '')
    const steps = titles.indexOf(request?.title ?? '?') - at
    for (let n = 0; n < Math.abs(steps); n += 1) await keyboard.press(steps > 0 ? 'KeyJ' : 'KeyK')
    await expect(line(request)).toHaveAttribute('aria-current', 'true')
  }
  /** On by Tab to the button that sends. */
  const send = async () => {
    const isThere = () => page.evaluate(() => document.activeElement?.matches('[role=dialog] button[type=submit]') ?? false)
    for (let n = 0; n < 20 && !(await isThere()); n += 1) await keyboard.press('Tab')
    await keyboard.press('Enter')
  }
  const gone = async (...requests: (Filed | undefined)[]) => {
    await expect(dialog).toHaveCount(0)
    for (const request of requests) await expect(line(request)).toHaveCount(0)
  }

  // No rule proposed a desk: accepting asks for one, which is found by typing.
  await to(elsewhere)
  await keyboard.press('KeyA')
  await expect(dialog.getByRole('combobox', { name: /^میز/ })).toBeFocused()
  await keyboard.type('مدیریت')
  await expect(page.getByRole('option')).toHaveCount(1)
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await send()
  await gone(elsewhere)

  await to(unclear)
  await keyboard.press('KeyQ')
  await expect(page.getByRole('textbox', { name: /^پرسش از واحد/ })).toBeFocused()
  await keyboard.type('برای چند نفر؟')
  await send()
  await gone(unclear)

  // Put off without a reason it stays, and the field that misses has the focus.
  await to(later)
  await keyboard.press('KeyD')
  await expect(page.getByRole('textbox', { name: /^دلیل/ })).toBeFocused()
  await send()
  await expect(dialog.locator('[data-invalid]').first()).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^دلیل/ })).toBeFocused()
  await keyboard.type('پس از تصویب بودجهٔ سال آینده.')
  await keyboard.press('Tab')
  await keyboard.type('14100115')
  await inspect(page)
  await send()
  await gone(later)

  await to(refused)
  await keyboard.press('KeyR')
  await expect(page.getByRole('textbox', { name: /^دلیل/ })).toBeFocused()
  await keyboard.type('در شرح وظایف شهرداری نیست.')
  await send()
  await gone(refused)

  await to(same)
  await keyboard.press('KeyM')
  await expect(page.getByRole('textbox', { name: /^شمارهٔ درخواستی/ })).toBeFocused()
  await keyboard.type(first?.number ?? '?')
  await keyboard.press('Tab')
  await keyboard.type('همان دوربین است.')
  await send()
  await gone(same)

  // Three at once; a rule has proposed their desks, so nothing is left to be said.
  for (const request of [first, second, third]) {
    await to(request)
    await keyboard.press('KeyX')
  }
  await expect(page.getByText(/^۳ درخواست گزیده شده/)).toBeVisible()
  await keyboard.press('KeyA')
  await gone(first, second, third)

  // Taken back within some seconds, it is there again.
  await to(fourth)
  await keyboard.press('KeyA')
  await gone(fourth)
  await keyboard.press('KeyU')
  await expect(line(fourth)).toBeVisible()
  await to(fourth)
  await keyboard.press('KeyA')
  await gone(fourth)
  await to(again)
  await keyboard.press('KeyA')
  await gone(again)

  const after = (await api<{ items: Filed[] }>('GET', '/triage?limit=100')).items
  expect(before.length - after.length).toBe(10)
})

test('an owner asks, waits and finishes; the head does not accept it, and it is on the agenda again', async ({ as, server }) => {
  const [head, owner, director] = [await as('head-14'), await as('owner-it'), await as('director')]
  const request = await file(head, camera('دوربین برای نشست‌های منطقهٔ ۲'))
  await act(director, request, 'accept')

  await owner.page.goto('/notifications')
  await owner.page.getByRole('listitem').filter({ hasText: request.title }).getByRole('link').click()
  await press(owner.page, 'شروع اقدام')
  await state(owner.page, 'در دست اقدام')
  await press(owner.page, 'درخواست تکمیل اطلاعات')
  await fill(owner.page, { 'پرسش از واحد': 'عکاسی در شب هم لازم است؟' }, 'درخواست تکمیل اطلاعات')
  await state(owner.page, 'نیازمند تکمیل')

  // What waits for the head is on the first page, and leads to the answer.
  await head.page.goto('/')
  await head.page.getByRole('link', { name: request.title }).first().click()
  await expect(head.page.getByText('عکاسی در شب هم لازم است؟')).toBeVisible()
  await inspect(head.page)
  await press(head.page, 'پاسخ به پرسش')
  await fill(head.page, { پاسخ: 'بله؛ بیشتر نشست‌ها پس از غروب است.' }, 'پاسخ به پرسش')
  await state(head.page, 'در دست اقدام')

  await owner.page.reload()
  await expect(owner.page.getByText('بله؛ بیشتر نشست‌ها پس از غروب است.')).toBeVisible()
  await press(owner.page, 'اعلام انتظار')
  await fill(owner.page, { 'در انتظار چه کسی': 'فروشنده', دلیل: 'دوربین در راه است.' }, 'اعلام انتظار')
  await state(owner.page, 'در انتظار')
  await press(owner.page, 'ازسرگیری')
  await state(owner.page, 'در دست اقدام')
  await press(owner.page, 'اعلام انجام')
  await fill(owner.page, { 'چه انجام شد': 'یک دوربین تحویل واحد شد.' }, 'اعلام انجام')
  await state(owner.page, 'انجام‌شده')

  // The head says no: with a reason, which the owner hears of by mail.
  await head.page.goto('/')
  await head.page.getByRole('link', { name: request.title }).first().click()
  await press(head.page, 'نپذیرفتن انجام')
  await head.page.getByRole('dialog').getByRole('button', { name: 'نپذیرفتن انجام' }).click()
  await expect(head.page.getByRole('dialog').locator('[data-invalid]').first()).toBeVisible()
  await fill(head.page, { دلیل: 'دوربین بی لنز تحویل شد.' }, 'نپذیرفتن انجام')
  await state(head.page, 'در دست اقدام')
  await expect(head.page.getByText('واحد انجام آن را نپذیرفته است')).toBeVisible()
  await expect.poll(() => server.mailsTo('owner-it@demo.test').at(-1)?.text).toContain('دوربین بی لنز تحویل شد.')

  await director.page.goto('/meetings/4/agenda')
  await director.page.getByRole('button', { name: 'ساختن از نو' }).click()
  await toast(director.page, 'دستور جلسه از آنچه باز است ساخته شد.')
  const line = director.page.getByRole('row').or(director.page.getByRole('listitem')).filter({ hasText: request.title })
  await expect(line.first()).toContainText('نپذیرفت')
})

test('the mayor’s office decides from the link in a mail, which asks once more and works once', async ({ as, server, visitor }) => {
  const [head, owner, director] = [await as('head-22'), await as('owner-finance'), await as('director')]
  const request = await file(head, {
    category: 'budget',
    title: 'اعتبار نشست‌های خبری سازمان',
    description: 'برای نشست‌های خبری سال آینده.',
    details: { fiscal_year: 1406, lines: [{ title: 'نشست خبری', amount_rials: 700_000_000 }], total_rials: 700_000_000 },
  })
  await act(director, request, 'accept')
  await act(owner, request, 'start')
  await owner.page.goto(`/requests/${request.number}`)
  await press(owner.page, 'درخواست تأیید')
  await fill(owner.page, { 'دستور ارجاع یا یادداشت': 'در سقف بودجه می‌گنجد.' }, 'درخواست تأیید')
  await state(owner.page, 'در انتظار تأیید')

  // The director first, within the application.
  await director.page.goto('/approvals')
  await director.page.getByRole('link', { name: request.title }).click()
  await director.page.getByRole('button', { name: 'تأیید', exact: true }).click()
  await inspect(director.page)
  await director.page.getByRole('dialog').getByRole('button', { name: 'تأیید', exact: true }).click()
  await toast(director.page, 'تأیید شد')

  // From five hundred million Rials on the mayor's office; they read their mail.
  const mail = () => server.mailsTo('mayor-office@demo.test').findLast(({ text }) => text.includes(request.title))
  await expect.poll(() => mail()?.text).toContain('/approve/')
  const link = /https?:\/\/\S+\/approve\/\S+/.exec(mail()?.text ?? '')?.[0] ?? ''
  await visitor.goto(link)
  await expect(visitor.getByText(request.title)).toBeVisible()
  await inspect(visitor)
  // To send it back without a reason is refused.
  await visitor.getByRole('button', { name: 'عودت برای تکمیل' }).click()
  await expect(visitor.getByRole('alert')).toBeVisible()
  await expect(visitor.getByLabel(/^دلیل یا یادداشت/)).toBeVisible()
  await visitor.getByRole('button', { name: 'تأیید', exact: true }).click()
  await expect(visitor.getByRole('button')).toHaveCount(0)
  await inspect(visitor)
  await visitor.goto(link)
  await expect(visitor.getByRole('button')).toHaveCount(0)

  await owner.page.reload()
  await state(owner.page, 'در دست اقدام')
})
