// Keeps the shell of the counter's page on the device, and gives it out when the server does not answer.

/** Names of the files under /assets/ that the page may ever ask for, and of this set of them: bin/build.ts puts them here. */
declare const shell: { readonly name: string; readonly files: readonly string[] }

/** Types of https://www.w3.org/TR/service-workers/ that TypeScript has only in a library that excludes the page's. */
type Lasting = Event & { waitUntil(work: Promise<unknown>): void }
type Asking = Lasting & { readonly request: Request; respondWith(answer: Promise<Response>): void }
type Worker = {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void
}
const worker = globalThis as unknown as Worker

const page = '/counter'
const assets = '/assets/'
const prefix = 'counter-shell-'
/** A line that takes requests and answers none must not keep a customer waiting. */
const patienceMs = 3_000

worker.addEventListener('install', event => event.waitUntil(keep()))
worker.addEventListener('activate', event => event.waitUntil(takeOver()))
worker.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === page) event.respondWith(open(event))
  else if (pathname.startsWith(assets)) event.respondWith(asset(request))
})

/** All of it, or nothing: a page without its script is no page. It is used from the next load on, never in one that is open. */
async function keep(): Promise<void> {
  const answer = await fetch(page, { cache: 'no-cache' })
  if (!answer.ok || !(await isWhole(answer.clone()))) throw new Error('the page is of another build')
  const cache = await caches.open(prefix + shell.name)
  await cache.addAll(shell.files.map(file => assets + file))
  await cache.put(page, answer)
  await worker.skipWaiting()
}

/** A page that is still open may ask for files of the build before: that one stays. */
async function takeOver(): Promise<void> {
  const others = (await caches.keys()).filter(key => key.startsWith(prefix) && key !== prefix + shell.name)
  await Promise.all(others.slice(0, -1).map(key => caches.delete(key)))
  await worker.clients.claim()
}

/** The server's page, so that a new build is there with the next load; the kept one if it has none to give. */
async function open(event: Asking): Promise<Response> {
  const cache = await caches.open(prefix + shell.name)
  const kept = await cache.match(page, { ignoreVary: true })
  if (!kept) return fetch(event.request)
  const answer = await inTime(fetch(event.request)).catch(() => null)
  if (answer === null || answer.status >= 500) return kept
  if (answer.ok) event.waitUntil(renew(cache, answer.clone()))
  return answer
}

/** What stands around the same files may change without them. */
async function renew(cache: Cache, answer: Response): Promise<void> {
  if (await isWhole(answer.clone())) await cache.put(page, answer)
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

/** Does the page ask for no other files than these? */
async function isWhole(answer: Response): Promise<boolean> {
  const asked = [...(await answer.text()).matchAll(/\/assets\/([\w.-]+)/g)]
  return asked.length > 0 && asked.every(([, file]) => shell.files.includes(file ?? ''))
}

function inTime(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

export {}
