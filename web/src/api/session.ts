/**
 * The session of this browser. Both tokens are httpOnly cookies: no script sees them, and the server refuses changing
 * calls from other sites by `Sec-Fetch-Site`, so that there is nothing to add here. The access token lasts minutes; when it
 * is over, the refresh token (good for one use) gets the next one, and the call is sent again.
 */
import { keep, kept } from '@/lib/storage'

const REFRESH = '/api/v1/auth/refresh'
/** Calls whose 401 is an answer, not the end of a session. */
const OPEN = ['/auth/login', '/auth/refresh', '/auth/logout', '/auth/password/', '/auth/invitations/', '/auth/first-admin']
/** A refresh of another window so long ago counts as ours, milliseconds: a used refresh token ends the session. */
const FRESH = 5_000

type Ask = () => Promise<boolean>
let askToSignIn: Ask | null = null
let asking: Promise<boolean> | null = null
let refreshing: Promise<boolean> | null = null

/**
 * Who asks the person to sign in again when the session has ended while they work; resolves to whether they did. While
 * nobody is registered (before the first sign-in), a 401 goes to the caller.
 */
export function onExpired(ask: Ask | null) {
  askToSignIn = ask
}

async function refreshOnce(): Promise<boolean> {
  // Another window may have done it while this one waited for the lock.
  if (Date.now() - Number(kept('refreshed') ?? 0) < FRESH) return true
  const response = await fetch(REFRESH, { method: 'POST', credentials: 'same-origin' })
  if (response.ok) keep('refreshed', String(Date.now()))
  return response.ok
}

/** New tokens, once for all who ask at the same time, in all windows. `locks` needs https or localhost. */
export function refresh(): Promise<boolean> {
  refreshing ??= (navigator.locks ? navigator.locks.request('hamahang.refresh', refreshOnce) : refreshOnce()).finally(() => {
    refreshing = null
  })
  return refreshing
}

/** Says to all windows that tokens are fresh. */
export const signedInNow = () => keep('refreshed', String(Date.now()))

/** `fetch` that keeps the session alive. A call is sent again as it was, so what somebody typed is not lost. */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await fetch(request)
  if (response.status !== 401 || OPEN.some((path) => request.url.includes(path))) return response
  if (await refresh()) {
    const last = again.clone()
    const second = await fetch(again)
    if (second.status !== 401) return second
    return askAndSend(last, second)
  }
  return askAndSend(again, response)
}

async function askAndSend(request: Request, refused: Response): Promise<Response> {
  if (!askToSignIn) return refused
  asking ??= askToSignIn().finally(() => {
    asking = null
  })
  return (await asking) ? fetch(request) : refused
}
