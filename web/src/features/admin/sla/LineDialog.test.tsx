// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Me } from '@/api/schema'
import { MeContext } from '@/lib/session'
import { LineDialog } from './LineDialog'
import type { Named } from './lines'

const me = { id: 7, name: 'مدیر ارتباطات', email: 'director@demo.test', locale: 'fa', permissions: [], roles: [], stands_in_for: [] } as Me
const budget: Named = { name: null, category: 'budget', priority: 'urgent', triage_minutes: 420, first_response_minutes: 840, resolve_minutes: 4200 }

function open(line: Named | null) {
  const onTake = vi.fn<(line: Named) => void>()
  render(
    <MeContext value={me}>
      <LineDialog line={line} day={420} draft="0" at={() => undefined} onTake={onTake} onClose={() => {}} />
    </MeContext>,
  )
  return onTake
}

beforeEach(() => localStorage.clear())
afterEach(cleanup)

it('a line gets a name, and with it leaves category and priority', async () => {
  const onTake = open(budget)
  await userEvent.click(screen.getByRole('radio', { name: 'قاعدهٔ ارجاع' }))
  expect(screen.queryByText('اولویت')).toBeNull()
  await userEvent.type(screen.getByLabelText(/نام سطر/), ' رویداد ')
  await userEvent.click(screen.getByRole('button', { name: 'پذیرفتن' }))
  expect(onTake).toHaveBeenCalledExactlyOnceWith({ ...budget, name: 'رویداد', category: null, priority: null })
})

it('is not taken without the name that it is to have', async () => {
  const onTake = open(null)
  await userEvent.click(screen.getByRole('radio', { name: 'قاعدهٔ ارجاع' }))
  await userEvent.click(screen.getByRole('button', { name: 'پذیرفتن' }))
  expect(await screen.findByText('لازم است')).toBeTruthy()
  expect(onTake).not.toHaveBeenCalled()
})

it('a line for a category stays one without a name', async () => {
  const onTake = open(budget)
  await userEvent.click(screen.getByRole('button', { name: 'پذیرفتن' }))
  expect(onTake).toHaveBeenCalledExactlyOnceWith(budget)
})
