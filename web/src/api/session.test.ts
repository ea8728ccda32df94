// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { onExpired, sessionFetch } from './session'

/** A server whose access token is good or not, and whose refresh works or not. */
const server = { access: true, refresh: true, calls: [] as string[] }

beforeEach(() => {
  localStorage.clear()
  Object.assign(server, { access: true, refresh: true, calls: [] })
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const request = typeof input === 'string' ? new Request(`http://office.test${input}`, { method: 'POST' }) : input
    const path = new URL(request.url).pathname
    server.calls.push(`${request.method} ${path} ${request.method === 'POST' && path.endsWith('comments') ? await request.text() : ''}`.trim())
    if (path.endsWith('/auth/refresh')) {
      if (server.refresh) server.access = true
      return new Response(null, { status: server.refresh ? 200 : 401 })
    }
    return new Response('{}', { status: server.access ? 200 : 401 })
  })
})
afterEach(() => {
  onExpired(null)
  vi.unstubAllGlobals()
})

const comment = () => sessionFetch(new Request('http://office.test/api/v1/requests/1/comments', { method: 'POST', body: '{"text":"یادداشت"}' }))

it('sends what was typed again when the token was over', async () => {
  server.access = false
  expect((await comment()).status).toBe(200)
  expect(server.calls).toEqual(['POST /api/v1/requests/1/comments {"text":"یادداشت"}', 'POST /api/v1/auth/refresh', 'POST /api/v1/requests/1/comments {"text":"یادداشت"}'])
})

it('refreshes once for all who ask at the same time', async () => {
  server.access = false
  await Promise.all([comment(), comment(), comment()])
  expect(server.calls.filter((call) => call.includes('refresh'))).toHaveLength(1)
})

it('asks to sign in when the session has ended, and then sends', async () => {
  Object.assign(server, { access: false, refresh: false })
  let asked = 0
  onExpired(async () => {
    asked += 1
    server.access = true
    return true
  })
  expect((await comment()).status).toBe(200)
  expect(asked).toBe(1)
})

it('gives the refusal to who does not sign in', async () => {
  Object.assign(server, { access: false, refresh: false })
  onExpired(async () => false)
  expect((await comment()).status).toBe(401)
})

it('takes a wrong password for an answer', async () => {
  Object.assign(server, { access: false })
  const response = await sessionFetch(new Request('http://office.test/api/v1/auth/login', { method: 'POST', body: '{}' }))
  expect(response.status).toBe(401)
  expect(server.calls).toHaveLength(1)
})
