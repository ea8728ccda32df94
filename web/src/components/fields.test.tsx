// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { afterEach, expect, it } from 'vitest'
import { DateField } from './DateField'
import { MoneyField } from './NumberField'

afterEach(cleanup)

function Money() {
  const [value, setValue] = useState<number | null>(null)
  return (
    <I18nProvider locale="fa-IR">
      <MoneyField label="مبلغ" value={value} onChange={setValue} />
      <output>{String(value)}</output>
    </I18nProvider>
  )
}

it('takes an amount in whatever digits, and shows Persian ones', async () => {
  render(<Money />)
  const field = screen.getByLabelText<HTMLInputElement>('مبلغ')
  await userEvent.type(field, '12۳')
  await userEvent.tab()
  expect(screen.getByText('123')).toBeTruthy()
  expect(field.value).toBe('۱۲۳')
})

it('shows a stored day as Jalali', () => {
  render(
    <I18nProvider locale="fa-IR">
      <DateField label="تا تاریخ" value="2026-12-17" min="2026-03-21" onChange={() => {}} />
    </I18nProvider>,
  )
  const parts = screen.getAllByRole('spinbutton').map((part) => part.textContent)
  expect(parts.toSorted()).toEqual(['۰۹', '۱۴۰۵', '۲۶'].toSorted())
})
