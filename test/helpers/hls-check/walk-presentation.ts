import type { Evidence } from './evidence.ts'
import { follow } from './follow.ts'
import { playlistUris, readMultivariant } from './multivariant.ts'
import { readLines } from './playlist-text.ts'
import { Walk, type WalkOptions } from './walk.ts'

/** There is nothing at the address that could be checked. */
export class NothingToCheck extends Error {
  override readonly name = 'NothingToCheck'
}

/** A multivariant playlist is looked at again so often: a host who comes back may have changed it. */
const reloadMs = 5000
/** A broadcast may be about to start. */
const patienceMs = 20_000

/**
 * Follows every rendition at once, as a plain client and as a low-latency one, until all have ended, the time is
 * up or the signal is given. @throws NothingToCheck when no playlist is answered.
 */
export async function walkPresentation(address: string, options: WalkOptions): Promise<Evidence> {
  const url = new URL(address).href
  const stop = new AbortController()
  const timer =
    options.seconds === undefined ? undefined : setTimeout(() => stop.abort(), options.seconds * 1000)
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])])
  const walk = new Walk(options, signal)
  try {
    const complete = await walkAll(walk, url, options)
    return walk.evidence(url, complete)
  } finally {
    clearTimeout(timer)
    stop.abort()
    await walk.close()
  }
}

async function walkAll(walk: Walk, url: string, options: WalkOptions): Promise<boolean> {
  const settings = { lowLatency: options.expect?.lowLatency !== false, sample: options.sample ?? 60 }
  const followed = new Map<string, Promise<boolean>>()
  const add = (rendition: string) => {
    if (!followed.has(rendition)) followed.set(rendition, follow(walk, rendition, settings))
  }
  const renditions = await firstLook(walk, url)
  for (const rendition of renditions) add(rendition)
  if (renditions.includes(url)) return (await followed.get(url)) ?? false

  let running = true
  const reload = async () => {
    while (running && !walk.over) {
      await Promise.race([walk.sleepUntil(walk.now() + reloadMs), Promise.all(followed.values())])
      for (const rendition of await look(walk, url)) add(rendition)
    }
  }
  const reloading = reload()
  let complete: boolean[] = []
  while (complete.length < followed.size) complete = await Promise.all(followed.values())
  running = false
  await reloading
  return complete.every(Boolean)
}

async function firstLook(walk: Walk, url: string): Promise<string[]> {
  while (!walk.over && walk.now() < patienceMs) {
    const askedAt = walk.now()
    const renditions = await look(walk, url)
    if (renditions.length > 0) return renditions
    await walk.sleepUntil(askedAt + 1000)
  }
  throw new NothingToCheck(`no playlist was found at ${url}`)
}

/** The addresses of the media playlists; that of a media playlist itself. */
async function look(walk: Walk, url: string): Promise<string[]> {
  const resource = { uri: url, range: null }
  const exchange = await walk.get(body => {
    const isMedia = body?.kind === 'text' && readLines(body.text).kind === 'media'
    return isMedia
      ? { kind: 'playlist', rendition: url, client: 'probe', directives: {} }
      : { kind: 'multivariant' }
  }, resource)
  if (exchange?.body?.kind !== 'text') return []
  const text = readLines(exchange.body.text)
  if (text.kind === 'media') return [url]
  return playlistUris(readMultivariant(text)).map(uri => new URL(uri, url).href)
}
