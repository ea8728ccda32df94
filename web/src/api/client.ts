/**
 * The typed client of the API. `answer(api.POST('/api/v1/…', { body }))` gives what came back or throws a `Problem`;
 * reading goes through `read` and `useList` (query.ts), writing through `useWrite` (write.ts).
 */
import createClient from 'openapi-fetch'
import { lang } from '@/lib/i18n'
import { wrote } from '@/lib/offline'
import { asProblem, problemOf } from './problem'
import { sessionFetch } from './session'
import type { paths } from './schema'

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  fetch: (request: Request) => (request.method === 'GET' ? sessionFetch(request) : sessionFetch(request).finally(wrote)),
  headers: { 'accept-language': lang },
  // `fields=id,title` and not `fields=id&fields=title`: how the server reads lists.
  querySerializer: { array: { style: 'form', explode: false } },
})

/** What came back. 204 gives `undefined`. */
export async function answer<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  let result: { data?: T; response: Response; error?: unknown }
  try {
    result = await call
  } catch (thrown) {
    throw asProblem(thrown)
  }
  return result.data as T
}

api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
    return undefined
  },
})

/** The header of a change: the version that the person saw. Without it the server answers 428, with an old one 412. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` })
