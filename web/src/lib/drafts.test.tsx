// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { draftsOf, useDraft } from './drafts'

function Form({ person }: { person: number }) {
  const draft = useDraft(person, 'comment.1', '')
  return (
    <>
      <input aria-label="متن" value={draft.value} onChange={(event) => draft.setValue(event.target.value)} />
      <button type="button" onClick={draft.forget}>
        فرستادن
      </button>
      {draft.restoredAt && <p>بازآورده شد</p>}
    </>
  )
}
const field = () => screen.getByLabelText<HTMLInputElement>('متن')

beforeEach(() => localStorage.clear())
afterEach(cleanup)

it('brings back what was typed when the page was left in the middle', async () => {
  const shown = render(<Form person={2} />)
  await userEvent.type(field(), 'نیمه‌کاره')
  shown.unmount()
  render(<Form person={2} />)
  expect(field().value).toBe('نیمه‌کاره')
  expect(screen.getByText('بازآورده شد')).toBeTruthy()
})

it('shows nobody the draft of another', async () => {
  const shown = render(<Form person={2} />)
  await userEvent.type(field(), 'محرمانه')
  shown.unmount()
  render(<Form person={3} />)
  expect(field().value).toBe('')
})

it('is gone once the form was sent', async () => {
  const shown = render(<Form person={2} />)
  await userEvent.type(field(), 'فرستاده شد')
  await act(() => new Promise((resolve) => setTimeout(resolve, 500)))
  expect(draftsOf(2, 'comment.')).toHaveLength(1)
  await userEvent.click(screen.getByText('فرستادن'))
  shown.unmount()
  expect(draftsOf(2, 'comment.')).toHaveLength(0)
})
