import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Ask, Body, Directives, Evidence, Exchange, Probe } from './evidence.ts'
import { type Answer, HttpClient } from './http-client.ts'
import { digestMedia } from './media-digest.ts'
import { type MediaPlaylist, type Resource, readMediaPlaylist } from './media-playlist.ts'
import type { InitDigest } from './mp4-init.ts'
import { readLines } from './playlist-text.ts'

export type WalkOptions = {
  /** The walk ends when it is aborted: with what has been seen until then. */
  readonly signal?: AbortSignal
  readonly seconds?: number
  readonly expect?: { readonly lowLatency?: boolean }
  /** A certificate is not checked. */
  readonly insecure?: boolean
  /** How many segments of a long playlist are fetched; all, when there are no more than these. */
  readonly sample?: number
}

export type PlaylistSeen = { readonly exchange: Exchange; readonly playlist: MediaPlaylist | null }
type Get = { readonly timeoutMs?: number; readonly init?: InitDigest | null }

/** A number of any address, with its byte range. */
export const resourceKey = ({ uri, range }: Resource): string =>
  range ? `${uri} ${range.offset}+${range.length}` : uri

export const resolve = (base: string, resource: Resource): Resource => ({
  ...resource,
  uri: new URL(resource.uri, base).href,
})

/** Asks, and keeps what was answered. */
export class Walk {
  readonly signal: AbortSignal
  readonly #expect: Evidence['expect']
  readonly #client: HttpClient
  readonly #began = performance.now()
  readonly #startedAt = Date.now()
  readonly #exchanges: Exchange[] = []
  readonly #delay = monitorEventLoopDelay({ resolution: 10 })

  constructor(options: WalkOptions, signal: AbortSignal) {
    this.signal = signal
    this.#expect = options.expect ?? {}
    this.#client = new HttpClient(options.insecure ?? false)
    this.#delay.enable()
  }

  get over(): boolean {
    return this.signal.aborted
  }

  /** Milliseconds since the walk began. */
  now(): number {
    return performance.now() - this.#began
  }

  /** Resolves at `time`, or when the walk is over. */
  async sleepUntil(time: number): Promise<void> {
    if (this.over) return
    const { promise, resolve: wake } = Promise.withResolvers<void>()
    const timer = setTimeout(wake, Math.max(0, time - this.now()))
    const stop = () => wake()
    this.signal.addEventListener('abort', stop, { once: true })
    await promise
    clearTimeout(timer)
    this.signal.removeEventListener('abort', stop)
  }

  /** Fetches and records; null when the walk is over before the answer. */
  async get(
    ask: Ask | ((answer: Body | null) => Ask),
    resource: Resource,
    options: Get = {},
  ): Promise<Exchange | null> {
    if (this.over) return null
    const askedAt = this.now()
    const asked = { url: resourceKey(resource), askedAt }
    const { range } = resource
    const headers = {
      accept: '*/*',
      'accept-encoding': typeof ask === 'function' || isPlaylist(ask) ? 'gzip' : 'identity',
      ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
    }
    try {
      const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000)
      const signal = AbortSignal.any([this.signal, timeout])
      const answer = await this.#client.get(resource.uri, { headers, signal })
      const body = readBody(answer, typeof ask === 'function' || isPlaylist(ask), options.init ?? null)
      return this.#record({
        ...asked,
        ask: typeof ask === 'function' ? ask(body) : ask,
        beganAt: answer.beganAt - this.#began,
        endedAt: answer.endedAt - this.#began,
        status: answer.status,
        error: null,
        httpVersion: answer.httpVersion,
        headers: answer.headers,
        body,
      })
    } catch (error) {
      if (this.over) return null
      const endedAt = this.now()
      return this.#record({
        ...asked,
        ask: typeof ask === 'function' ? ask(null) : ask,
        beganAt: endedAt,
        endedAt,
        status: null,
        error: error instanceof Error ? error.message || error.name : String(error),
        httpVersion: '1.1',
        headers: {},
        body: null,
      })
    }
  }

  #record(exchange: Exchange): Exchange {
    this.#exchanges.push(exchange)
    return exchange
  }

  /** Loads a media playlist; null when the walk is over. */
  async playlist(
    rendition: string,
    client: 'plain' | 'low-latency' | 'delta' | 'probe',
    directives: Directives = {},
    options: Get & { readonly probe?: Probe } = {},
  ): Promise<PlaylistSeen | null> {
    const { probe } = options
    const ask: Ask = { kind: 'playlist', rendition, client, directives, ...(probe && { probe }) }
    const exchange = await this.get(ask, { uri: withDirectives(rendition, directives), range: null }, options)
    return exchange && { exchange, playlist: playlistOf(exchange) }
  }

  evidence(url: string, complete: boolean): Evidence {
    return {
      url,
      startedAt: this.#startedAt,
      endedAt: this.#startedAt + this.now(),
      expect: this.#expect,
      exchanges: this.#exchanges,
      lagMs: Math.max(0, this.#delay.max / 1e6 - 10),
      complete,
    }
  }

  async close(): Promise<void> {
    this.#delay.disable()
    await this.#client.close()
  }
}

const isPlaylist = ({ kind }: Ask): boolean => kind === 'multivariant' || kind === 'playlist'

function readBody(answer: Answer, text: boolean, init: InitDigest | null): Body | null {
  if (answer.status !== 200 && answer.status !== 206) return null
  if (!text) return { kind: 'media', media: digestMedia(answer.body, init) }
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return { kind: 'text', text: decoder.decode(answer.body), validUtf8: true }
  } catch {
    return { kind: 'text', text: answer.body.toString('latin1'), validUtf8: false }
  }
}

/** The media playlist in an answer; null when it is none. */
export function playlistOf({ body }: Exchange): MediaPlaylist | null {
  if (body?.kind !== 'text') return null
  const text = readLines(body.text, body.validUtf8)
  return text.kind === 'media' ? readMediaPlaylist(text) : null
}

/** §6.3.2: query parameters stand in the order of their bytes. */
function withDirectives(address: string, { msn, part, skip }: Directives): string {
  if (msn === undefined && part === undefined && skip === undefined) return address
  const url = new URL(address)
  if (msn !== undefined) url.searchParams.set('_HLS_msn', String(msn))
  if (part !== undefined) url.searchParams.set('_HLS_part', String(part))
  if (skip) url.searchParams.set('_HLS_skip', 'YES')
  url.searchParams.sort()
  return url.href
}
