// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import type { Me } from '@/api/schema'
import { MeContext } from '@/lib/session'
import { TextField } from './Field'
import { FormDialog } from './FormDialog'

const me = { id: 7, name: 'مدیر سامانه', email: 'admin@demo.test', locale: 'fa', permissions: [], roles: [], stands_in_for: [] } as Me
interface Thing {
  name: string
  version: number
}

type Send = (value: { name: string }, version: number) => Promise<Thing>

function Form({ send, onClose }: { send: Send; onClose: () => void }) {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <MeContext value={me}>
        <FormDialog
          title="میز"
          draft="thing.1"
          initial={{ name: 'میز مالی' }}
          version={3}
          shown={() => ['name']}
          send={send}
          touches={[]}
          done="ذخیره شد"
          read={(thing: Thing) => ({ name: thing.name })}
          tell={(value) => [['نام', value.name]]}
          onClose={onClose}
        >
          {({ value, set, at }) => <TextField label="نام" value={value.name} onChange={(name) => set({ name })} error={at('name')} />}
        </FormDialog>
      </MeContext>
    </QueryClientProvider>
  )
}

const type = async (text: string) => {
  const field = screen.getByLabelText('نام')
  await userEvent.clear(field)
  await userEvent.type(field, text)
}

beforeEach(() => localStorage.clear())
afterEach(cleanup)

it('shows a refusal at its field, and what belongs to none above', async () => {
  const send = vi.fn<Send>(() =>
    Promise.reject(
      new Problem(422, {
        detail: 'اصلاح کنید',
        errors: [
          { pointer: '/name', code: 'conflict', message: 'این نام هست.' },
          { pointer: '/colour', code: 'not_allowed', message: 'رنگ نه.' },
        ],
      } as never),
    ),
  )
  render(<Form send={send} onClose={() => {}} />)
  await userEvent.click(screen.getByRole('button', { name: 'ذخیره' }))
  expect(await screen.findByText('این نام هست.')).toBeTruthy()
  expect((await screen.findByRole('alert')).textContent).toBe('رنگ نه.')
})

it('shows both versions when somebody was faster, and sends over theirs only if asked to', async () => {
  const send = vi.fn<Send>((value, version) =>
    version === 3 ? Promise.reject(new Problem(412, { code: 'stale', current: { name: 'میز اعتبارات', version: 4 } } as never)) : Promise.resolve({ ...value, version: 5 }),
  )
  const onClose = vi.fn<() => void>()
  render(<Form send={send} onClose={onClose} />)
  await type('میز بودجه')
  await userEvent.click(screen.getByRole('button', { name: 'ذخیره' }))
  expect(await screen.findByText('میز اعتبارات')).toBeTruthy()
  expect(screen.getByText('میز بودجه')).toBeTruthy()
  expect(send).toHaveBeenCalledTimes(1)
  await userEvent.click(screen.getByRole('button', { name: 'نوشتهٔ من ثبت شود' }))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(send.mock.calls.at(-1)?.slice(0, 2)).toEqual([{ name: 'میز بودجه' }, 4])
})

it('keeps what was typed with the version that it was typed over', async () => {
  const first = render(<Form send={() => Promise.reject(new Problem(0, {}))} onClose={() => {}} />)
  await type('میز بودجه')
  first.unmount()
  expect(JSON.parse(localStorage.getItem('hamahang.draft.7.thing.1') ?? 'null').value).toEqual({ version: 3, value: { name: 'میز بودجه' } })
  render(<Form send={() => Promise.reject(new Problem(0, {}))} onClose={() => {}} />)
  expect(screen.getByLabelText<HTMLInputElement>('نام').value).toBe('میز بودجه')
})
