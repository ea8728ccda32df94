/** What the server says when it refuses (RFC 9457), and what there is to say when it says nothing. */
import { pick } from '@/lib/i18n'
import type { Problem as Body } from './schema'

const texts = pick({
  fa: {
    offline: 'ارتباط با سامانه برقرار نشد. آنچه نوشته‌اید همین‌جاست؛ اتصال را بررسی کنید و دوباره بفرستید.',
    strange: 'سامانه پاسخی داد که خوانده نشد. اندکی دیگر دوباره بکوشید.',
  },
  en: {
    offline: 'The server cannot be reached. What you typed is still here; check the connection and send it again.',
    strange: 'The server gave an answer that cannot be read. Try again in a moment.',
  },
})

export class Problem extends Error {
  readonly status: number
  /** Stable, for code: `stale`, `not_signed_in`, …; `offline` when there was no answer. */
  readonly code: string
  readonly errors: { pointer: string; code: string; message: string }[]
  readonly allowedActions: string[] | null
  /** With 412: the resource as it is now. */
  readonly current: unknown
  readonly requestId: string | null
  /** Seconds to wait, with 429 and 503. */
  readonly retryAfter: number | null
  /** All its messages were at fields that have been changed since. */
  private wasMended = false

  constructor(status: number, body: Partial<Body>, retryAfter: number | null = null) {
    super(body.detail || body.title || texts.strange)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? 'unknown'
    this.errors = body.errors ?? []
    this.allowedActions = body.allowed_actions ?? null
    this.current = body.current ?? null
    this.requestId = body.request_id ?? null
    this.retryAfter = retryAfter
  }

  get isStale() {
    return this.status === 412
  }

  /** The message at a field (`title`, `details/items/0/name`), to show beneath it. */
  at(field: string): string | undefined {
    const pointer = `/${field.replace(/^\//, '')}`
    return this.errors.find((error) => error.pointer.replace(/^#/, '') === pointer)?.message
  }

  /** Without the messages at these fields and below them. */
  without(fields: string[]): Problem {
    const gone = fields.map((field) => `/${field}`)
    const rest = new Problem(this.status, { detail: this.message, code: this.code, errors: this.errors.filter((error) => !gone.some((field) => error.pointer === field || error.pointer.startsWith(`${field}/`))) })
    rest.wasMended = true
    return rest
  }

  /**
   * What belongs above a form, or it would be lost: messages at fields that the form does not show (`details/` stands for
   * all below it), and the problem itself when it has none at fields.
   */
  besides(shown: string[]): string[] {
    const known = shown.map((field) => `/${field.replace(/^\//, '')}`)
    const isShown = (pointer: string) => known.some((field) => (field.endsWith('/') ? pointer.startsWith(field) || pointer === field.slice(0, -1) : pointer === field))
    if (this.errors.length === 0) return this.wasMended ? [] : [this.message]
    return this.errors.filter((error) => !isShown(error.pointer.replace(/^#/, ''))).map((error) => error.message)
  }
}

export const offline = () => new Problem(0, { code: 'offline', detail: texts.offline })

export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get('retry-after'))
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null
  try {
    return new Problem(response.status, (await response.json()) as Partial<Body>, retryAfter)
  } catch {
    return new Problem(response.status, { detail: texts.strange }, retryAfter)
  }
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return thrown instanceof TypeError ? offline() : new Problem(0, { code: 'unknown', detail: thrown instanceof Error ? thrown.message : texts.strange })
}
