// Keeps the page, so that it opens and judges without a network. What is kept comes from this office alone.

/** Put in by the build. */
declare const KEPT_FILES: readonly string[]
declare const PAGE_VERSION: string

const cacheName = `verify-${PAGE_VERSION}`
const pageAddress = '/verify'
const trustAddress = '/verify/trust.json'
/** The page itself, and whom the office trusts, for the page and for people: these may change at any moment. */
const changing: ReadonlySet<string> = new Set([pageAddress, trustAddress, '/verify/trust-anchors.pem'])

addEventListener('install', (event) => until(event, keep()))
addEventListener('activate', (event) => until(event, takeOver()))
addEventListener('fetch', (event) => {
  if (!isFetch(event)) return
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (changing.has(pathname)) event.respondWith(newest(pathname, request))
  else if (pathname.startsWith('/verify/')) event.respondWith(kept(pathname, request))
})

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll([...KEPT_FILES, trustAddress])
  await call('skipWaiting')
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('verify-') && name !== cacheName) await caches.delete(name)
  }
  const clients: unknown = Reflect.get(globalThis, 'clients')
  if (
    typeof clients === 'object' &&
    clients !== null &&
    'claim' in clients &&
    typeof clients.claim === 'function'
  )
    await clients.claim()
}

/** The network first, and what was kept without one. An office that answers may have ended its trust in somebody. */
async function newest(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(address, response.clone())
    if (response.ok || address !== pageAddress) return response
    return (await cache.match(address)) ?? response
  } catch (error) {
    const found = await cache.match(address)
    if (found !== undefined) return found
    throw error
  }
}

/** What was kept first: names change with contents, or the version of all does. */
async function kept(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const found = await cache.match(address)
  if (found !== undefined) return found
  const response = await fetch(request)
  if (response.ok) await cache.put(address, response.clone())
  return response
}

async function call(name: 'skipWaiting'): Promise<void> {
  const method: unknown = Reflect.get(globalThis, name)
  if (typeof method === 'function') await method.call(globalThis)
}

interface FetchEventLike {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

function isFetch(event: Event): event is Event & FetchEventLike {
  return 'request' in event && 'respondWith' in event
}

function until(event: Event, work: Promise<void>): void {
  if ('waitUntil' in event && typeof event.waitUntil === 'function') event.waitUntil(work)
}
