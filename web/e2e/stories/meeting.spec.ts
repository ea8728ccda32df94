// The director builds and publishes an agenda, runs the meeting on the projector, records what comes of it, and makes the
// minutes final; a head who was there objects. Then: a promise that was broken leads the next agenda.
import { expect, inspect, type Page, test } from '../support/test'

/** The line of an agenda that is built, by its title. */
const line = (page: Page, title: string | RegExp) => page.getByRole('row').filter({ hasText: title })
const toast = (page: Page, text: string) => expect(page.getByText(text).first()).toBeVisible()

/** The meeting of the demonstration that is still to be held. */
async function openNext(page: Page) {
  await page.goto('/meetings')
  await page.getByRole('link', { name: /جلسهٔ ۵$/ }).click()
  await expect(page.getByText('برنامه‌ریزی‌شده')).toBeVisible()
}

// A refused change is an answer that the page shows; the browser writes it into its console.
test.use({ expected: ['422'] })

test('an agenda is built, published, held on the projector, and becomes minutes', async ({ as }) => {
  test.slow()
  const { page } = await as('director')
  await openNext(page)
  await page.getByRole('link', { name: 'دستور جلسه', exact: true }).first().click()
  await expect(page.getByText('زمان جلسه')).toBeVisible()

  // Pinned, moved by the menu, and left out with a reason, without which it stays.
  const rows = page.getByRole('grid', { name: 'در دستور جلسه' }).getByRole('row')
  const title = (await rows.nth(7).locator('.font-medium bdi').first().textContent()) ?? ''
  await line(page, title).getByRole('button', { name: 'سنجاق کردن' }).click()
  await expect(line(page, title).getByRole('button', { name: 'برداشتن سنجاق' })).toBeVisible()
  await line(page, title).getByRole('button', { name: `کارهای «${title}»` }).click()
  await page.getByRole('menuitem', { name: 'به آغاز' }).click()
  await toast(page, `«${title}» اکنون بند ۱ است.`)
  await expect(rows.first()).toContainText(title)

  const left = (await rows.nth(9).locator('.font-medium bdi').first().textContent()) ?? ''
  await line(page, left).getByRole('button', { name: `کارهای «${left}»` }).click()
  await page.getByRole('menuitem', { name: 'کنار گذاشتن' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'کنار گذاشتن' }).click()
  await expect(page.getByRole('dialog').locator('textarea[data-invalid]')).toBeVisible()
  await page.getByLabel(/^دلیل کنار گذاشتن/).fill('در جلسهٔ جداگانه مطرح می‌شود.')
  await page.getByRole('dialog').getByRole('button', { name: 'کنار گذاشتن' }).click()
  await expect(page.getByText('در جلسهٔ جداگانه مطرح می‌شود.')).toBeVisible()
  await expect(line(page, left)).toHaveCount(0)

  await page.getByRole('button', { name: 'انتشار دستور جلسه' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'انتشار دستور جلسه' }).click()
  await toast(page, 'دستور جلسه منتشر شد و برای دعوت‌شدگان فرستاده می‌شود.')
  await expect(page.getByText(/نسخهٔ ۱ منتشر شده/)).toBeVisible()

  // Held, with everybody there.
  await page.getByRole('button', { name: 'آغاز جلسه' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'آغاز جلسه' }).click()
  await toast(page, 'جلسه آغاز شد.')
  await page.getByRole('link', { name: 'حضور', exact: true }).click()
  await page.getByRole('button', { name: 'بقیه حاضرند' }).click()
  await expect(page.getByText(/حد نصاب: ۲۴ از/)).toBeVisible()

  // The projector: the first line in big type, its clock running, and what came of it typed in place.
  await page.getByRole('link', { name: 'نمایش در جلسه' }).click()
  await page.getByRole('button', { name: /بند بعدی/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
  const clock = page.getByRole('timer')
  const first = await clock.textContent()
  await expect(clock).not.toHaveText(first ?? '')
  await inspect(page)
  const decision = 'شرح وظایف تا پایان ماه به واحدها ابلاغ می‌شود.'
  await page.getByLabel(/^مصوبه/).last().fill(decision)
  await page.getByRole('button', { name: 'ثبت نتیجه' }).click()
  await expect(page.getByRole('article').getByText(decision)).toBeVisible()
  await page.getByRole('button', { name: /بند بعدی/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: title })).toHaveCount(0)

  // A promise wants to know of whom and by when, and keeps what was typed until it is told.
  await page.getByText('تعهد', { exact: true }).last().click()
  await page.getByLabel(/^چه کاری/).fill('گزارش کامل آماده می‌شود.')
  await page.getByRole('button', { name: 'ثبت نتیجه' }).click()
  await expect(page.locator('[data-invalid]').first()).toBeVisible()
  await expect(page.getByLabel(/^چه کاری/)).toHaveValue('گزارش کامل آماده می‌شود.')
  // The first field that misses something has the focus.
  const who = page.getByRole('combobox', { name: /^چه کسی/ })
  await expect(who).toBeFocused()
  await who.fill('مالی')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('spinbutton', { name: /روز/ }).first().click()
  await page.keyboard.type('20121405')
  await page.getByRole('button', { name: 'ثبت نتیجه' }).click()
  await expect(page.getByRole('article').getByText('گزارش کامل آماده می‌شود.')).toBeVisible()
  await page.getByRole('button', { name: /بند بعدی/ }).click()
  await expect(page.getByRole('article').getByText('گزارش کامل آماده می‌شود.')).toHaveCount(0)
  await page.getByText('جهت اطلاع', { exact: true }).click()
  await page.getByLabel(/^آنچه گفته شد/).fill('گزارش داده شد.')
  await page.getByRole('button', { name: 'ثبت نتیجه' }).click()
  await expect(page.getByRole('article').getByText('گزارش داده شد.')).toBeVisible()
  await page.getByRole('button', { name: 'پایان جلسه' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'پایان جلسه' }).click()
  await expect(page.getByText('جلسه پایان یافته است.')).toBeVisible()

  // The minutes say what is missing, save themselves, and then become final.
  await page.getByRole('link', { name: 'بازگشت به جلسه' }).click()
  await page.getByRole('link', { name: 'صورت‌جلسه', exact: true }).click()
  const missing = page.getByText('پیش از نهایی کردن، این‌ها کم است').locator('xpath=ancestor::section[1]').getByRole('link')
  await expect(missing.first()).toContainText('باید در همین جلسه تعیین تکلیف شود')
  await inspect(page)
  for (let left = await missing.count(); left > 0; left -= 1) {
    await missing.first().click()
    const undecided = page.locator(`section${new URL(page.url()).hash}`)
    await undecided.getByRole('button', { name: 'ثبت نتیجه' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^مصوبه/).last().fill('تا پایان ماه به نتیجه برسد.')
    await dialog.getByRole('button', { name: 'ثبت نتیجه' }).click()
    await expect(missing).toHaveCount(left - 1)
  }
  await expect(page.getByText('چیزی کم نیست؛ می‌توان آن را نهایی کرد.')).toBeVisible()
  await page.getByLabel('آنچه گفته شد').first().fill('دربارهٔ شرح وظایف گفت‌وگو شد.')
  await expect(page.getByText('ذخیره شده').first()).toBeVisible()
  await page.getByRole('button', { name: 'نهایی کردن صورت‌جلسه' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'نهایی کردن صورت‌جلسه' }).click()
  await toast(page, 'صورت‌جلسه نهایی شد و بازبینی آغاز شد.')
  await expect(page.getByText('دربارهٔ شرح وظایف گفت‌وگو شد.')).toBeVisible()

  // A head who was there proposes another text; the director takes it up.
  const head = await as('head-01')
  await head.page.goto(new URL(page.url()).pathname)
  await head.page.getByRole('button', { name: 'نظر دادن' }).first().click()
  await head.page.getByText('پیشنهاد متن', { exact: true }).click()
  await head.page.getByLabel(/^متن پیشنهادی/).fill('دربارهٔ شرح وظایف گفت‌وگو و تصمیم گرفته شد.')
  await head.page.getByLabel(/^چرا/).fill('تصمیم هم گرفته شد.')
  await head.page.getByRole('button', { name: 'فرستادن نظر' }).click()
  await toast(head.page, 'نظر شما ثبت شد.')
  await page.reload()
  await page.getByRole('button', { name: 'پذیرفتن', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'پذیرفتن', exact: true }).click()
  await expect(page.getByText('متن ۲')).toBeVisible()
  await expect(page.getByText('دربارهٔ شرح وظایف گفت‌وگو و تصمیم گرفته شد.').first()).toBeVisible()
})

test('a promise that was broken leads the next agenda, until it is kept', async ({ as }) => {
  const { page } = await as('director')
  await page.goto('/commitments?show=late')
  const promise = 'نخستین دورهٔ آموزشی روابط عمومی‌ها، خبرنویسی و عکاسی خبری، برگزار می‌شود.'
  await expect(page.getByText(promise)).toBeVisible()

  await openNext(page)
  await page.getByRole('link', { name: 'دستور جلسه', exact: true }).first().click()
  const rows = page.getByRole('grid', { name: 'در دستور جلسه' }).getByRole('row')
  // Before it stand only the minutes of the meeting before.
  await expect(rows.nth(1)).toContainText(promise)
  await expect(rows.nth(1)).toContainText(/روز تأخیر/)

  await page.goto('/commitments?show=late')
  await page.getByRole('button', { name: `انجام شد: ${promise}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'انجام شد' }).click()
  await expect(page.getByText(promise)).toHaveCount(0)
  await openNext(page)
  await page.getByRole('link', { name: 'دستور جلسه', exact: true }).first().click()
  await page.getByRole('button', { name: 'ساختن از نو' }).click()
  await toast(page, 'دستور جلسه از آنچه باز است ساخته شد.')
  await expect(line(page, promise)).toHaveCount(0)
})
