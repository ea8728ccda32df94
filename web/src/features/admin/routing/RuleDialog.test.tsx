// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { read, readAll } from '@/api/query'
import type { Me } from '@/api/schema'
import { MeContext } from '@/lib/session'
import type { DraftRule } from './draft'
import { RuleDialog } from './RuleDialog'

const me = { id: 7, name: 'مدیر ارتباطات', email: 'director@demo.test', locale: 'fa', permissions: [], roles: [], stands_in_for: [] } as Me
const times = { triage_minutes: 420, first_response_minutes: 840, resolve_minutes: 4200 }
const rule: DraftRule = { key: 'r1', name: 'رویدادها', conditions: {}, target: { desk_id: 3 } }

beforeEach(() => localStorage.clear())
afterEach(cleanup)

it('a rule chooses deadlines by the name of their line', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(read('/api/v1/sla-policies').queryKey, { version: 2, created_at: null, policies: [times, { ...times, name: 'رویداد' }] } as never)
  client.setQueryData(readAll('/api/v1/desks', { query: { fields: ['id', 'name', 'members', 'active'] } }).queryKey, [{ id: 3, name: 'میز مالی', members: [], active: true }] as never)
  client.setQueryData(readAll('/api/v1/units', { query: { fields: ['id', 'name', 'kind', 'parent_id', 'head', 'active'] } }).queryKey, [])
  client.setQueryData(readAll('/api/v1/approval-chains', { query: { fields: ['id', 'name', 'active', 'is_default'] } }).queryKey, [])
  const onTake = vi.fn<(rule: DraftRule) => void>()
  render(
    <QueryClientProvider client={client}>
      <MeContext value={me}>
        <RuleDialog rule={rule} place={0} draft="r1" at={() => undefined} onTake={onTake} onClose={() => {}} />
      </MeContext>
    </QueryClientProvider>,
  )
  await userEvent.click(screen.getByRole('button', { name: /مهلت‌های اقدام/ }))
  const names = screen.getAllByRole('option').map((option) => option.textContent)
  expect(names).toEqual(['به دسته و اولویت', 'رویداد'])
  await userEvent.click(screen.getByRole('option', { name: 'رویداد' }))
  await userEvent.click(screen.getByRole('button', { name: 'پذیرفتن' }))
  expect(onTake).toHaveBeenCalledExactlyOnceWith({ ...rule, target: { desk_id: 3, sla_policy: 'رویداد' } })
})
