/** Writing: one hook that sends, says that it is done, reads anew what it touches, and keeps the problem for the form. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { randomText } from '@/lib/storage'
import { say } from '@/lib/toasts'
import { asProblem, type Problem } from './problem'
import { touch } from './query'

export interface Write<In, Out> {
  send: (input: In) => Promise<Out>
  /** Paths whose reads are stale now. */
  touches?: readonly string[]
  /** What to say when it is done. */
  done?: string | ((out: Out, input: In) => string | null)
  onDone?: (out: Out, input: In) => void
  /** Say a problem in a toast: for buttons without a form to show it in. */
  toast?: boolean
}

export function useWrite<In = void, Out = unknown>({ send, touches = [], done, onDone, toast = false }: Write<In, Out>) {
  const client = useQueryClient()
  const mutation = useMutation<Out, unknown, In>({
    mutationFn: send,
    // Sending again after a lost answer is the person's choice, with the same Idempotency-Key.
    retry: false,
    networkMode: 'always',
    onSuccess: async (out, input) => {
      const text = typeof done === 'function' ? done(out, input) : done
      if (text) say(text)
      onDone?.(out, input)
      await touch(client, touches)
    },
    onError: (thrown) => {
      const problem = asProblem(thrown)
      if (problem.isStale) void touch(client, touches)
      if (toast) say(problem.message, 'danger')
    },
  })
  return {
    send: mutation.mutate,
    sendAsync: mutation.mutateAsync,
    isSending: mutation.isPending,
    // The same error is the same problem at each render: `useFreshErrors` goes by that.
    problem: useMemo(() => (mutation.error ? asProblem(mutation.error) : null), [mutation.error]),
    reset: mutation.reset,
  }
}

/**
 * The `Idempotency-Key` of a form: the same for the same body until it went through, so that a second press or a resend
 * after a lost answer creates nothing twice; another body gets another key.
 */
export function useIdempotencyKey() {
  const keys = useRef(new Map<string, string>())
  return {
    header: (body: unknown) => {
      const text = JSON.stringify(body)
      const key = keys.current.get(text) ?? randomText()
      keys.current.set(text, key)
      return { 'Idempotency-Key': key }
    },
    renew: () => keys.current.clear(),
  }
}

/**
 * A form's problem without the messages at fields that were changed since it came: what somebody is mending is not red any
 * more, and the others stay. Call `change` with the fields (`title`, `details/items`) whenever they change.
 */
export function useFreshErrors(problem: Problem | null) {
  const [state, setState] = useState<{ of: Problem | null; fields: string[] }>({ of: null, fields: [] })
  const fields = state.of === problem ? state.fields : []
  return {
    problem: problem && fields.length > 0 ? problem.without(fields) : problem,
    change: (changed: string[]) => {
      if (problem && problem.errors.length > 0) setState({ of: problem, fields: [...fields, ...changed] })
    },
  }
}
