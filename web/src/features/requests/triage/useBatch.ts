/** Decisions of triage: one or many at once, and all of them can be taken back for some seconds. */
import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useRef } from 'react'
import { answer, api } from '@/api/client'
import { Problem } from '@/api/problem'
import { touch } from '@/api/query'
import type { ActionBody, BatchView, RequestView, TriageAction } from '@/api/schema'
import { useWrite } from '@/api/write'
import { say } from '@/lib/toasts'
import { bodyOf, TOUCHED_BY_ACTIONS } from '../actions/ActionDialog'
import { t } from './texts'

export interface Decision {
  action: TriageAction
  requests: RequestView[]
  body: ActionBody
}

type Pages = InfiniteData<{ items: RequestView[]; next?: string | null }>

export function useBatch(onDone: (refused: { request: RequestView; problem: Problem }[]) => void) {
  const client = useQueryClient()
  const last = useRef<number | null>(null)

  const undo = useWrite({
    send: (id: number) => answer(api.POST('/api/v1/triage/undo/{id}', { params: { path: { id } } })),
    touches: TOUCHED_BY_ACTIONS,
    done: t.undone,
    toast: true,
  })
  const takeBack = () => {
    if (last.current === null) return
    undo.send(last.current)
    last.current = null
  }

  const write = useWrite({
    send: ({ action, requests, body }: Decision) => {
      const given = bodyOf(action, body)
      return answer(
        api.POST('/api/v1/triage/batch', {
          body: { action, items: requests.map(({ id, version }) => ({ id, version })), ...(Object.keys(given).length > 0 ? { with: given } : {}) },
        }),
      ) as Promise<BatchView>
    },
    onDone: (batch, { action, requests }) => {
      const done = batch.results.filter((one) => one.result === 'done').map((one) => one.id)
      // They leave the list at once; it is read anew behind that.
      client.setQueriesData<Pages>({ queryKey: ['/api/v1/triage'] }, (old) =>
        old?.pages ? { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.filter((item) => !done.includes(item.id)) })) } : old,
      )
      if (done.length > 0) {
        last.current = batch.id ?? null
        const seconds = batch.undo_until ? Math.max((Date.parse(batch.undo_until) - Date.now()) / 1000, 1) : 6
        say(t.done(done.length, t.actions[action]), 'success', { seconds, ...(batch.id ? { action: { label: t.undoShort, run: takeBack } } : {}) })
      }
      onDone(
        batch.results.flatMap((one) => {
          const request = requests.find((asked) => asked.id === one.id)
          return one.problem && request ? [{ request, problem: new Problem(one.problem.status, one.problem) }] : []
        }),
      )
      void touch(client, TOUCHED_BY_ACTIONS)
    },
  })
  /** Rejected, too, when one of them was refused: the form that asked leads to its field. */
  const decide = async (decision: Decision) => {
    const batch = await write.sendAsync(decision)
    if (batch?.results.some((one) => one.problem)) throw new Error('refused')
  }
  return { decide, send: write.send, isSending: write.isSending, problem: write.problem, reset: write.reset, takeBack }
}
