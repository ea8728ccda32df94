/** Whether the last thing heard of the network is that it is there. */
import { useSyncExternalStore } from 'react'

const subscribe = (changed: () => void) => {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine)
