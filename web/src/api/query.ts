/** Reading: `useSuspenseQuery(read('/api/v1/units/{id}', { path: { id } }))`, and lists page by page with `useList`. */
import { queryOptions, useInfiniteQuery, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { answer, api } from './client'
import type { paths } from './schema'

type Json<O> = O extends { responses: { 200: { content: { 'application/json': infer T } } } } ? T : never
export type Readable = { [P in keyof paths]: Json<paths[P]['get']> extends never ? never : P }[keyof paths]
export type Data<P extends Readable> = Json<paths[P]['get']>
type Parameters<P extends Readable> = paths[P]['get'] extends { parameters: infer T } ? T : never
type QueryOf<P extends Readable> = Parameters<P> extends { query?: infer Q } ? Partial<NonNullable<Q>> : never
type PathOf<P extends Readable> = Parameters<P> extends { path: infer A } ? { path: A } : { path?: undefined }
export type Params<P extends Readable> = PathOf<P> & { query?: QueryOf<P> }
type Optional<P extends Readable> = object extends Params<P> ? [params?: Params<P>] : [params: Params<P>]

type Loose = (path: string, init: object) => Promise<{ data?: unknown; response: Response }>
const get = <P extends Readable>(path: P, params: object, signal: AbortSignal) =>
  answer((api.GET as unknown as Loose)(path, { params, signal })) as Promise<Data<P>>

/** The key and the call of a read; its key begins with the path, for `touch`. */
export function read<P extends Readable>(path: P, ...[params]: Optional<P>) {
  return queryOptions({
    queryKey: [path, params ?? {}] as const,
    queryFn: ({ signal }) => get(path, params ?? {}, signal),
  })
}

/** One read outside of a component. */
export const readNow = <P extends Readable>(path: P, ...[params]: Optional<P>) => get(path, params ?? {}, new AbortController().signal)

type Item<P extends Readable> = Data<P> extends { items: (infer T)[] } ? T : never

/**
 * A list, page by page: `items` of all pages so far, `more()` for the next one. The first page has no cursor; it is `''`
 * here because `null` would be sent as the text "null", and `undefined` cannot be told from "not given".
 */
export function useList<P extends Readable>(path: P, params: Params<P>, options: { enabled?: boolean } = {}) {
  const query = useInfiniteQuery({
    queryKey: [path, params, 'pages'],
    queryFn: ({ pageParam, signal }) => get(path, { ...params, query: { ...params.query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page as { next?: string | null }).next ?? undefined,
    ...options,
  })
  const pages = query.data?.pages
  const items = useMemo(() => (pages ?? []).flatMap((page) => (page as { items: Item<P>[] }).items), [pages])
  return {
    items,
    pages,
    isPending: query.isPending,
    isRefreshing: query.isFetching && !query.isFetchingNextPage && !query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  }
}

/** All items of a short list (units, desks, categories …), read to its end, at most some thousands. */
export function readAll<P extends Readable>(path: P, params: Params<P>) {
  return queryOptions({
    queryKey: [path, params, 'all'] as const,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const items: Item<P>[] = []
      let cursor = ''
      for (let page = 0; page < 50; page += 1) {
        // One after the other: a page names the next.
        // oxlint-disable-next-line no-await-in-loop
        const got = (await get(path, { ...params, query: { limit: 200, ...params.query, ...(cursor ? { cursor } : {}) } }, signal)) as unknown as {
          items: Item<P>[]
          next?: string | null
        }
        items.push(...got.items)
        if (!got.next) break
        cursor = got.next
      }
      return items
    },
  })
}

/** After a write: what begins with these paths is read anew where it is on screen. `/api/v1/requests` takes in all below it. */
export function touch(client: QueryClient, beginnings: readonly string[]) {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => typeof queryKey[0] === 'string' && beginnings.some((path) => (queryKey[0] as string).startsWith(path)),
  })
}
