/** The end of a list: reads on when it comes into sight, and by a button for the keyboard. */
import { useEffect, useRef } from 'react'
import { Button } from './Button'
import { t } from './texts'

export function Pager({ hasMore, isLoading, more }: { hasMore: boolean; isLoading: boolean; more: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  const call = useRef(more)
  call.current = more
  useEffect(() => {
    if (!hasMore || isLoading || !end.current || typeof IntersectionObserver === 'undefined') return undefined
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && call.current(), { rootMargin: '800px' })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [hasMore, isLoading])
  if (!hasMore) return null
  return (
    <div ref={end} className="flex justify-center py-4 print:hidden">
      <Button kind="ghost" isBusy={isLoading} onPress={more}>
        {t.loadMore}
      </Button>
    </div>
  )
}
