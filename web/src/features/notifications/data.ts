/** What was told to this person: how much is unread, kept live by one stream, and marking as read without reading anew. */
import { useQuery, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { answer, api } from '@/api/client'
import { read, touch } from '@/api/query'
import type { NotificationPage, NotificationView, ReadNotifications } from '@/api/schema'
import { useWrite } from '@/api/write'
import { useLive } from '@/lib/live'

export const PATH = '/api/v1/notifications'
/** While there is no stream the count is asked for so often, milliseconds. */
const POLL = 60_000

const unreadQuery = read(PATH, { query: { unread: true, limit: 1, fields: ['id'] } })

/** How many came while a list of them was open, and are not in it: the list offers them instead of moving. */
let waiting = 0
const watchers = new Set<() => void>()
export function setWaiting(to: number) {
  waiting = to
  for (const tell of watchers) tell()
}
const watch = (tell: () => void) => {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
export const useWaiting = () => useSyncExternalStore(watch, () => waiting)

/** The unread count, and the newest headline for screen readers; only the shell's bell calls it. */
export function useUnread(): { unread: number; newest: NotificationView | null } {
  const client = useQueryClient()
  const [newest, setNewest] = useState<NotificationView | null>(null)
  const again = useCallback(() => client.refetchQueries({ queryKey: unreadQuery.queryKey }, { throwOnError: true }), [client])
  const line = useLive(
    '/api/v1/stream',
    {
      unread: (data) => setCount(client, (data as { unread: number }).unread),
      notification: (data) => {
        const told = data as NotificationView
        // An event may come twice.
        if (isKnown(client, told.id)) return
        setNewest(told)
        setWaiting(waiting + 1)
        // A list that is opened later is read anew; one that is open stays.
        void client.invalidateQueries({ queryKey: [PATH], predicate: ({ queryKey }) => queryKey[2] === 'pages', refetchType: 'none' })
      },
      changed: (data) => void touchThing(client, (data as { about: { kind: string; id: number } }).about),
      reset: () => {
        setWaiting(0)
        void touch(client, ['/api/v1/'])
      },
    },
    again,
  )
  const query = useQuery({ ...unreadQuery, refetchInterval: line === 'open' ? false : POLL })
  // Nothing is said of one told minutes ago.
  useEffect(() => {
    if (!newest) return undefined
    const timer = setTimeout(() => setNewest(null), 10_000)
    return () => clearTimeout(timer)
  }, [newest])
  return { unread: query.data?.unread ?? 0, newest }
}

/** All reads of the request or meeting that is open on the screen, when it is this one; lists stay as they are under the pointer. */
function touchThing(client: QueryClient, about: { kind: string; id: number }) {
  const single = about.kind === 'request' ? '/api/v1/requests/{id}' : about.kind === 'meeting' ? '/api/v1/meetings/{id}' : null
  if (!single) return
  const shown = client
    .getQueryCache()
    .findAll({ queryKey: [single], type: 'active' })
    .some((query) => (query.state.data as { id?: number } | undefined)?.id === about.id)
  if (shown) void touch(client, [single])
}

function isKnown(client: QueryClient, id: number) {
  return client.getQueriesData<Cached>({ queryKey: [PATH] }).some(([, data]) => pagesOf(data).some((page) => page.items.some((item) => item.id === id)))
}

type Cached = NotificationPage | InfiniteData<NotificationPage>
const pagesOf = (data: Cached | undefined) => (!data ? [] : 'pages' in data ? data.pages : [data])

function change(client: QueryClient, edit: (page: NotificationPage) => NotificationPage) {
  client.setQueriesData<Cached>({ queryKey: [PATH] }, (data) => data && ('pages' in data ? { ...data, pages: data.pages.map(edit) } : edit(data)))
}

const setCount = (client: QueryClient, unread: number) => {
  client.setQueryData<NotificationPage>(unreadQuery.queryKey, (old) => ({ items: old?.items ?? [], next: old?.next ?? null, unread }))
  change(client, (page) => ({ ...page, unread }))
}

/** Marks as read; what is shown stays where it is, so that nothing moves under the pointer. */
export function useRead(done?: string) {
  const client = useQueryClient()
  return useWrite({
    send: (body: ReadNotifications) => answer(api.POST('/api/v1/notifications/read', { body })),
    toast: true,
    ...(done ? { done } : {}),
    onDone: ({ unread }, body) => {
      const now = new Date().toISOString()
      const isRead = (item: NotificationView) => (body.ids?.includes(item.id) ?? false) || (body.up_to !== undefined && item.id <= body.up_to)
      change(client, (page) => ({ ...page, unread, items: page.items.map((item) => (!item.read_at && isRead(item) ? { ...item, read_at: now } : item)) }))
      setCount(client, unread)
    },
  })
}
