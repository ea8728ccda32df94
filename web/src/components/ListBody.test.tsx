// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { ListBody, type Listed } from './ListBody'

afterEach(cleanup)
const quiet: Listed = { items: [], isPending: false, error: null, again: () => {} }
const show = (list: Partial<Listed>) =>
  render(
    <ListBody list={{ ...quiet, ...list }} empty={<p>خالی</p>}>
      <p>ردیف‌ها</p>
    </ListBody>,
  )

it('waits, and says neither that it is empty nor shows rows', () => {
  show({ isPending: true })
  expect(screen.getByRole('status')).toBeTruthy()
  expect(screen.queryByText('خالی')).toBeNull()
  expect(screen.queryByText('ردیف‌ها')).toBeNull()
})

it('says what went wrong instead of that it is empty, and tries again', async () => {
  const again = vi.fn<() => void>()
  show({ error: new Problem(500, { detail: 'نشد که نشد' }), again })
  expect(screen.getByRole('alert').textContent).toContain('نشد که نشد')
  expect(screen.queryByText('خالی')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'دوباره' }))
  expect(again).toHaveBeenCalledOnce()
})

it('says that it is empty', () => {
  show({})
  expect(screen.getByText('خالی')).toBeTruthy()
})

it('keeps what was read when reading on fails, and leads on otherwise', () => {
  show({ items: [1], error: new Problem(0, {}), hasMore: true, more: () => {} })
  expect(screen.getByText('ردیف‌ها')).toBeTruthy()
  expect(screen.getByRole('alert')).toBeTruthy()
  cleanup()
  show({ items: [1], hasMore: true, more: () => {} })
  expect(screen.getByRole('button', { name: 'نمایش بیشتر' })).toBeTruthy()
})
