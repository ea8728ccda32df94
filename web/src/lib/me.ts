/** Asks who is signed in. On a dead line the last answer of this device stands, so that what was read before can be read. */
import type { QueryClient } from '@tanstack/react-query'
import { read, readNow } from '@/api/query'
import { asProblem } from '@/api/problem'
import type { Me } from '@/api/schema'
import { forgetSeen } from './offline'
import { keep, kept } from './storage'

const meKey = read('/api/v1/auth/me').queryKey

export async function loadMe(client: QueryClient): Promise<Me | null> {
  const known = client.getQueryData<Me>(meKey)
  if (known) return known
  try {
    return remember(client, await readNow('/api/v1/auth/me'))
  } catch (thrown) {
    const problem = asProblem(thrown)
    if (problem.status === 401) return null
    const last = problem.code === 'offline' ? lastMe() : null
    if (!last) throw problem
    client.setQueryData(meKey, last)
    return last
  }
}

export function remember(client: QueryClient, me: Me): Me {
  if (lastMe()?.id !== me.id) void forgetSeen()
  client.setQueryData(meKey, me)
  keep('me', JSON.stringify(me))
  return me
}

export function lastMe(): Me | null {
  try {
    return JSON.parse(kept('me') ?? 'null') as Me | null
  } catch {
    return null
  }
}

/** After signing out: nothing of the person stays in the page's memory. Drafts stay on the device, under their own id. */
export function forgetMe(client: QueryClient) {
  keep('me', null)
  keep('refreshed', null)
  void forgetSeen()
  client.clear()
}
