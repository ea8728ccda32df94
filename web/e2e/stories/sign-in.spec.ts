// Somebody follows a link, has to sign in first, and is then where they wanted to go.
import { expect, inspect, PASSWORD, test } from '../support/test'

test.use({ expected: ['401'] })

test('a link to a page asks to sign in first, and opens it then', async ({ visitor }) => {
  await visitor.goto('/requests')
  await expect(visitor).toHaveURL(/\/sign-in\?next=/)
  await inspect(visitor)
  await visitor.getByRole('textbox', { name: 'نشانی رایانامه' }).fill('head-01@demo.test')
  const password = visitor.getByLabel(/^گذرواژه/)
  await password.fill('نادرست')
  await visitor.getByRole('button', { name: 'ورود' }).click()
  await expect(visitor.getByRole('alert')).toBeVisible()
  // The address that was typed is still there.
  await password.fill(PASSWORD)
  await visitor.getByRole('button', { name: 'ورود' }).click()
  await expect(visitor).toHaveURL(/\/requests$/)
  await expect(visitor.getByRole('heading', { level: 1 })).toContainText('درخواست‌ها')
})
