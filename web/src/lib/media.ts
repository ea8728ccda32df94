/** Whether the window fits a query, such as `(min-width: 48rem)`. */
import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** Wide enough for tables and panes side by side: Tailwind's `md`. */
export const useWide = () => useMedia('(min-width: 48rem)')
