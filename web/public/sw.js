/*
 * The app on a dead line: the shell opens, and what was read before can be read again. It never answers instead of the
 * network while there is one, so nobody works on yesterday's state without knowing; what is written needs the network.
 * What it keeps of a person goes when they sign out (lib/offline.ts).
 */
const SHELL = 'hamahang-shell'
const SEEN = 'hamahang-seen'
/** Reads that make sense without the network; never attachments, exports, streams or sessions. */
const KEPT = /^\/api\/v1\/(auth\/me|categories|units|desks|tags|triage|approvals(\/\d+)?|commitments|themes(\/\d+)?|meeting-series(\/\d+)?|requests(\/[^/]+(\/(history|comments|attachments|links|watchers|deadlines))?)?|meetings(\/\d+(\/(agenda|minutes))?)?)$/
const NOT_KEPT = /^\/api\/v1\/requests\/(similar|export)/
/** Entries of what was seen: the oldest go. */
const MOST = 300
/** A line that gives nothing for so long counts as dead when there is something to show instead, milliseconds. */
const PATIENCE = 8000

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(['/', '/icon.svg', '/manifest.webmanifest']))
      .then(() => self.skipWaiting()),
  )
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (url.pathname === '/icon.svg') event.respondWith(fetch(request).catch(async (error) => (await caches.match(request)) ?? Promise.reject(error)))
  else if (request.mode === 'navigate' && !/^\/(api|approve|invitation\/|verify|health|metrics)/.test(url.pathname)) event.respondWith(page(request))
  else if (KEPT.test(url.pathname) && !NOT_KEPT.test(url.pathname)) event.respondWith(seen(request, event))
})

/** Named by their content: what is there is right for ever. */
async function asset(request) {
  const cache = await caches.open(SHELL)
  const known = await cache.match(request)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** Any page of the app is the same document. */
async function page(request) {
  try {
    const response = await fetch(request)
    if (response.ok) {
      const cache = await caches.open(SHELL)
      const before = await cache.match('/')
      const text = await response.clone().text()
      // A new version: assets of the old one are of no use any more.
      if (before && (await before.text()) !== text) await forgetAssets(cache, text)
      await cache.put('/', response.clone())
    }
    return response
  } catch (error) {
    const known = await caches.match('/')
    if (known) return known
    throw error
  }
}

async function forgetAssets(cache, page) {
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    // Lazily loaded parts are not named in the page; they are fetched again when they are needed.
    if (pathname.startsWith('/assets/') && !page.includes(pathname)) await cache.delete(request)
  }
}

async function seen(request, event) {
  const cache = await caches.open(SEEN)
  const network = fetch(request).then((response) => {
    if (response.ok) event.waitUntil(keep(cache, request, response.clone()))
    return response
  })
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  try {
    const first = await Promise.race([network, late])
    if (first) return first
    return (await cache.match(request)) ?? (await network)
  } catch (error) {
    const known = await cache.match(request)
    if (known) return known
    throw error
  }
}

async function keep(cache, request, response) {
  await cache.put(request, response)
  const keys = await cache.keys()
  for (const old of keys.slice(0, Math.max(keys.length - MOST, 0))) await cache.delete(old)
}
