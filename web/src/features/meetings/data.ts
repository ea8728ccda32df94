/** What the screens of a meeting read and write. Whether something may be done is the server's to say; a state it is asked in is told here. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { api, answer, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { MeetingAction, MeetingState, MeetingView, UpdateItem } from '@/api/schema'
import { useWrite } from '@/api/write'
import { useMay } from '@/lib/session'
import { t } from './texts'

export const MEETINGS = '/api/v1/meetings'

export const useMeeting = (id: number) => useSuspenseQuery(read('/api/v1/meetings/{id}', { path: { id } })).data
/** Not kept from before: a meeting in session moves under it. */
export const agendaOf = (id: number) => read('/api/v1/meetings/{id}/agenda', { path: { id } })

/** Who prepares and runs meetings. */
export const useManages = () => useMay('manage_meetings')

const BEFORE: readonly MeetingState[] = ['draft', 'scheduled', 'agenda_published']
const RECORDED: readonly MeetingState[] = ['in_progress', 'minutes_draft']
/** The agenda is still being made. */
export const isBefore = (state: MeetingState) => BEFORE.includes(state)
/** Outcomes are taken. */
export const isRecorded = (state: MeetingState) => RECORDED.includes(state)
/** It has been held, or is being held. */
export const wasHeld = (state: MeetingState) => isRecorded(state) || state === 'minutes_review' || state === 'approved'

/** Papers are links: the browser sends the cookie with them. */
export const paper = (meeting: number, what: 'agenda' | 'minutes' | 'brief', format: string) => `/api/v1/meetings/${meeting}/${what}.${format}`

export const isAction = (action: string): action is MeetingAction => action in t.actions

export function useAct(meeting: MeetingView, onDone?: () => void) {
  return useWrite({
    send: ({ action, reason }: { action: MeetingAction; reason?: string }) =>
      answer(api.POST('/api/v1/meetings/{id}/actions/{action}', { params: { path: { id: meeting.id, action }, header: ifMatch(meeting.version) }, body: reason ? { reason } : {} })),
    touches: [MEETINGS, '/api/v1/requests', '/api/v1/commitments'],
    done: (_, { action }) => t.actionDone[action],
    ...(onDone ? { onDone } : {}),
  })
}

export function useGenerate(meeting: number) {
  return useWrite({
    send: (version: number) => answer(api.POST('/api/v1/meetings/{id}/agenda/generate', { params: { path: { id: meeting }, header: ifMatch(version) } })),
    touches: [MEETINGS],
    done: t.generated,
    toast: true,
  })
}

export interface ItemChange {
  item: { id: number; version: number }
  change: UpdateItem
}

export function useUpdateItem(meeting: number, options: { done?: (change: UpdateItem) => string | null; onDone?: () => void; toast?: boolean } = {}) {
  const { done, onDone, toast = true } = options
  return useWrite({
    send: ({ item, change }: ItemChange) =>
      answer(api.PATCH('/api/v1/meetings/{id}/agenda/items/{item}', { params: { path: { id: meeting, item: item.id }, header: ifMatch(item.version) }, body: change })),
    touches: [MEETINGS],
    toast,
    ...(done ? { done: (_: unknown, { change }: ItemChange) => done(change) } : {}),
    ...(onDone ? { onDone } : {}),
  })
}
