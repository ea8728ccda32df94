// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Me, SeriesView } from '@/api/schema'
import { MeContext } from '@/lib/session'
import { SeriesForm } from './SeriesForm'

const me = { id: 7, name: 'مدیر ارتباطات', email: 'director@demo.test', locale: 'fa', permissions: ['manage_meetings', 'list_people'], roles: [], stands_in_for: [] } as unknown as Me
const rule = { kind: 'month_weekday', nth: 'first', weekday: 'tuesday', every: 1, since: '2026-11-22', at: '10:00', minutes: 120, when_off: 'next' } as const
const series = {
  id: 4,
  title: 'جلسهٔ ماهانه',
  place: 'تالار',
  chair: null,
  recurrence: rule,
  invited: [{ unit: { id: 2, name: 'منطقهٔ ۱' } }, { guest: { name: 'مهمان', email: 'guest@demo.test' } }],
  standing_items: [{ id: 1, title: 'گزارش', minutes: 10, kind: 'information' }],
  quorum: null,
  minutes_review_days: null,
  last_number: 3,
  active: true,
  version: 5,
} as unknown as SeriesView

const sent: { method: string; url: string; body: Record<string, unknown>; match: string | null }[] = []
let reply = () => new Response(JSON.stringify({ ...series, version: 6 }), { status: 200, headers: { 'content-type': 'application/json' } })

beforeEach(() => {
  localStorage.clear()
  sent.length = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'GET') {
      sent.push({ method: request.method, url: new URL(request.url).pathname, body: (await request.json()) as Record<string, unknown>, match: request.headers.get('if-match') })
      return reply()
    }
    const items = request.url.includes('/units') ? [{ id: 2, name: 'منطقهٔ ۱', active: true, head: { id: 9, name: 'مدیر منطقه' } }] : [{ id: 9, name: 'مدیر منطقه', email: 'head@demo.test', active: true, roles: [] }]
    return new Response(JSON.stringify({ items, next: null }), { status: 200, headers: { 'content-type': 'application/json' } })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function open(of: SeriesView | null) {
  const onClose = vi.fn<() => void>()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MeContext value={me}>
        <SeriesForm series={of} onClose={onClose} />
      </MeContext>
    </QueryClientProvider>,
  )
  return onClose
}

it('changes a series over the version that was seen, with only what its rule takes', async () => {
  const onClose = open(series)
  await userEvent.click(screen.getByRole('radio', { name: 'روزی از ماه' }))
  await userEvent.click(screen.getByRole('button', { name: 'افزودن بند' }))
  await userEvent.type(screen.getByLabelText('عنوان بند ۲'), 'پرسش و پاسخ')
  await userEvent.click(screen.getByRole('button', { name: 'ذخیره' }))
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ method: 'PATCH', url: '/api/v1/meeting-series/4', match: '"5"' })
  expect(sent[0]?.body).toEqual({
    title: 'جلسهٔ ماهانه',
    place: 'تالار',
    chair_id: null,
    recurrence: { kind: 'month_day', day: 1, every: 1, since: '2026-11-22', at: '10:00', minutes: 120, when_off: 'next' },
    invited: [{ unit_id: 2 }, { guest: { name: 'مهمان', email: 'guest@demo.test' } }],
    standing_items: [
      { id: 1, title: 'گزارش', minutes: 10, kind: 'information' },
      { title: 'پرسش و پاسخ', minutes: 10, kind: 'information' },
    ],
    quorum: null,
    minutes_review_days: null,
    active: true,
  })
})

it('says at the guest what is wrong with the guest, who stands after the units in what is sent', async () => {
  reply = () => new Response(JSON.stringify({ title: 'نادرست', code: 'invalid', errors: [{ pointer: '/invited/1/guest/email', code: 'invalid', message: 'رایانامه درست نیست.' }] }), { status: 422 })
  open(series)
  await userEvent.click(screen.getByRole('button', { name: 'ذخیره' }))
  expect(await screen.findByText('رایانامه درست نیست.')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})
