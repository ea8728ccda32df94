// The people of the demonstration sign in: in a browser, or as a program.
import type { BrowserContext } from '@playwright/test'
import { PASSWORD } from './server'

const PATH = '/api/v1/auth/login'
const credentials = (who: string) => ({ email: `${who}@demo.test`, password: PASSWORD })

/** Signs somebody in, such as `director` or `head-01`, in this browser. */
export async function signIn(context: BrowserContext, who: string): Promise<void> {
  const answer = await context.request.post(PATH, { data: credentials(who) })
  if (!answer.ok()) throw new Error(`${who} cannot sign in: ${await answer.text()}`)
}

/** The headers by which a program acts as somebody. */
export async function headersOf(origin: string, who: string): Promise<Record<string, string>> {
  const json = { 'content-type': 'application/json' }
  const answer = await fetch(`${origin}${PATH}`, { method: 'POST', headers: json, body: JSON.stringify(credentials(who)) })
  if (!answer.ok) throw new Error(`${who} cannot sign in: ${await answer.text()}`)
  const { access_token } = (await answer.json()) as { access_token: string }
  return { ...json, authorization: `Bearer ${access_token}` }
}
