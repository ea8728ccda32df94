/** When another page opens, its title gets the focus, so that keyboards and screen readers start there and not at the old link. */
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** A page that is still being loaded has no title yet, milliseconds. */
const PATIENCE = 3000

export function useFocusOnNavigation() {
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const stop = router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || !fromLocation) return
      const until = Date.now() + PATIENCE
      const look = () => {
        const title = document.getElementById('page-title')
        if (title && !document.querySelector('[role=dialog]')) title.focus({ preventScroll: true })
        else if (Date.now() < until) timer = setTimeout(look, 100)
      }
      clearTimeout(timer)
      look()
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [router])
}
