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
/** When the read began whose answer is kept, milliseconds. */
const ASKED = 'x-asked-at'
/** Holds when something was last written. It outlives this worker, which the browser ends when it has nothing to do. */
const WROTE = '/hamahang-wrote'

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
  const url = new URL(request.url)
  if (request.method !== 'GET') {
    // The write itself goes its way. Signing in and fresh tokens change nothing that is read.
    if (url.origin === self.location.origin && url.pathname.startsWith('/api/') && !url.pathname.startsWith('/api/v1/auth/')) event.waitUntil(wrote())
    return
  }
  if (url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (url.pathname === '/icon.svg') event.respondWith(fetch(request).catch(async (error) => (await caches.match(request)) ?? Promise.reject(error)))
  else if (request.mode === 'navigate' && !/^\/(api|approve|invitation\/|verify|health|metrics)/.test(url.pathname)) event.respondWith(page(request))
  else if (KEPT.test(url.pathname) && !NOT_KEPT.test(url.pathname)) event.respondWith(seen(request, event))
})

/** The page says when the answer to a write has come: what was asked for before that may be old. */
self.addEventListener('message', (event) => {
  if (event.data === 'wrote') event.waitUntil(wrote())
})

async function wrote() {
  const cache = await caches.open(SHELL)
  await cache.put(WROTE, new Response(String(Date.now())))
}

/** What is kept may be shown on a line that is slow but alive only when nothing was written since it was asked for. */
async function isCurrent(known) {
  const cache = await caches.open(SHELL)
  const last = await cache.match(WROTE)
  return Number(known.headers.get(ASKED)) > (last ? Number(await last.text()) : 0)
}

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
  const began = Date.now()
  const network = fetch(request).then((response) => {
    if (response.ok) event.waitUntil(keep(cache, request, response.clone(), began))
    return response
  })
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  try {
    const first = await Promise.race([network, late])
    if (first) return first
    const known = await cache.match(request)
    return known && (await isCurrent(known)) ? known : await network
  } catch (error) {
    const known = await cache.match(request)
    if (known) return known
    throw error
  }
}

async function keep(cache, request, response, began) {
  const headers = new Headers(response.headers)
  headers.set(ASKED, String(began))
  await cache.put(request, new Response(response.body, { status: response.status, statusText: response.statusText, headers }))
  const keys = await cache.keys()
  for (const old of keys.slice(0, Math.max(keys.length - MOST, 0))) await cache.delete(old)
}
