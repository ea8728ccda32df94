/**
 * The body of a list: grey rows while it is read; what went wrong, with a way to try again; what there would be; or its
 * items, and the way on. Items that were read before stay when reading on fails.
 */
import type { ReactNode } from 'react'
import { Pager } from './Pager'
import { ErrorPanel, Skeleton } from './States'

/** What `useList` gives; of a list that is read at once, `wholeList(query)`. */
export interface Listed {
  items: readonly unknown[]
  isPending: boolean
  error: unknown
  again: () => void
  hasMore?: boolean
  isLoadingMore?: boolean
  more?: () => void
}

export const wholeList = <T,>(query: { isPending: boolean; error: unknown; refetch: () => unknown }, items: readonly T[] | undefined): Listed & { items: readonly T[] } => ({
  items: items ?? [],
  isPending: query.isPending,
  error: query.error,
  again: () => void query.refetch(),
})

export function ListBody({ list, empty, rows = 5, children }: { list: Listed; empty: ReactNode; rows?: number; children: ReactNode }) {
  const { items, isPending, error, again, hasMore = false, isLoadingMore = false, more } = list
  if (isPending) return <Skeleton rows={rows} />
  if (error && items.length === 0) return <ErrorPanel error={error} again={again} />
  if (items.length === 0) return empty
  return (
    <>
      {children}
      {error ? <ErrorPanel error={error} again={again} /> : more && <Pager hasMore={hasMore} isLoading={isLoadingMore} more={more} />}
    </>
  )
}
