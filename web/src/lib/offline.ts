/** The service worker (public/sw.js), and what it keeps of a person. Browsers have it on https and on localhost only. */

export function startOffline() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    // Without it everything works but the reading offline.
    navigator.serviceWorker.register('/sw.js').catch(() => null)
  })
}

/** The answer to a write has come, or none ever will: what the service worker kept before is shown only when there is no network at all. */
export const wrote = () => globalThis.navigator?.serviceWorker?.controller?.postMessage('wrote')

/** When somebody signs out, or another signs in: nothing of what was seen stays for the next at this computer. */
export const forgetSeen = () => (typeof caches === 'undefined' ? Promise.resolve(false) : caches.delete('hamahang-seen').catch(() => false))

/** An old page after an update of the server asks for a part that is gone: it is loaded anew, once. */
export function reloadOnUpdate() {
  const KEY = 'hamahang.reloaded'
  addEventListener('vite:preloadError', (event) => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < 30_000) return
      sessionStorage.setItem(KEY, String(Date.now()))
    } catch {
      return
    }
    event.preventDefault()
    location.reload()
  })
}
