/** The service worker, run as the browser runs it, with a network and a clock of its own. */
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const AGENDA = 'http://office.test/api/v1/meetings/3/agenda'
type Listener = (event: unknown) => void

function worker() {
  const stores = new Map<string, Map<string, Response>>()
  const store = (name: string) => {
    const entries = stores.get(name) ?? new Map<string, Response>()
    stores.set(name, entries)
    const path = (request: Request | string) => (typeof request === 'string' ? request : request.url)
    return {
      match: async (request: Request | string) => entries.get(path(request))?.clone(),
      put: async (request: Request | string, response: Response) => void entries.set(path(request), response),
      keys: async () => [...entries.keys()],
      delete: async (request: Request | string) => entries.delete(path(request)),
    }
  }
  const listeners = new Map<string, Listener>()
  const network = vi.fn<(request: Request) => Promise<Response>>()
  const self = { addEventListener: (type: string, run: Listener) => listeners.set(type, run), location: { origin: 'http://office.test' }, clients: { claim() {} }, skipWaiting() {} }
  runInNewContext(readFileSync('public/sw.js', 'utf8'), { self, caches: { open: async (name: string) => store(name) }, fetch: network, URL, Response, Headers, Promise, setTimeout, Date, Number, String })
  const waits: Promise<unknown>[] = []
  const dispatch = (type: string, more: object) => {
    let answer: Promise<Response> | undefined
    listeners.get(type)?.({ ...more, waitUntil: (work: Promise<unknown>) => waits.push(work), respondWith: (made: Promise<Response>) => (answer = made) })
    return answer
  }
  const settle = async () => {
    while (waits.length > 0) await waits.shift()
  }
  const read = (url = AGENDA) => dispatch('fetch', { request: new Request(url) })
  const write = (url: string) => dispatch('fetch', { request: new Request(url, { method: 'POST' }) })
  return { network, read, write, settle, tell: (data: string) => dispatch('message', { data }) }
}

const saying = (text: string) => new Response(text, { status: 200 })
const after = (ms: number, text: string) => new Promise<Response>((resolve) => setTimeout(() => resolve(saying(text)), ms))

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function textOf(answer: Promise<Response> | undefined, wait: number) {
  const text = answer?.then((response) => response.text())
  await vi.advanceTimersByTimeAsync(wait)
  return text
}

async function keptOnce() {
  const sw = worker()
  sw.network.mockResolvedValueOnce(saying('old'))
  expect(await textOf(sw.read(), 0)).toBe('old')
  await sw.settle()
  await vi.advanceTimersByTimeAsync(1000)
  return sw
}

it('shows what it kept when the line gives nothing for long', async () => {
  const sw = await keptOnce()
  sw.network.mockReturnValueOnce(after(20_000, 'new'))
  expect(await textOf(sw.read(), 8000)).toBe('old')
})

it('waits for the line after something was written, however slow it is', async () => {
  const sw = await keptOnce()
  sw.write('http://office.test/api/v1/meetings/3/agenda/items/1')
  await sw.settle()
  sw.network.mockReturnValueOnce(after(20_000, 'new'))
  expect(await textOf(sw.read(), 20_000)).toBe('new')
})

it('counts what was asked for while the write was under way as old', async () => {
  const sw = await keptOnce()
  sw.network.mockResolvedValueOnce(saying('in between'))
  await textOf(sw.read(), 0)
  await sw.settle()
  await vi.advanceTimersByTimeAsync(1000)
  sw.tell('wrote')
  await sw.settle()
  await vi.advanceTimersByTimeAsync(1000)
  sw.network.mockReturnValueOnce(after(20_000, 'new'))
  expect(await textOf(sw.read(), 20_000)).toBe('new')
  await sw.settle()
  // What came after the write is shown again on a slow line.
  sw.network.mockReturnValueOnce(after(20_000, 'newer'))
  expect(await textOf(sw.read(), 8000)).toBe('new')
})

it('shows what it kept without a network, even after a write', async () => {
  const sw = await keptOnce()
  sw.tell('wrote')
  await sw.settle()
  sw.network.mockRejectedValueOnce(new TypeError('no network'))
  expect(await textOf(sw.read(), 0)).toBe('old')
})

it('takes fresh tokens for no write, and leaves writes alone', async () => {
  const sw = await keptOnce()
  expect(sw.write('http://office.test/api/v1/auth/refresh')).toBeUndefined()
  await sw.settle()
  sw.network.mockReturnValueOnce(after(20_000, 'new'))
  expect(await textOf(sw.read(), 8000)).toBe('old')
})
