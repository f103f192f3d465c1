import type { Ask, Evidence, Exchange } from '../evidence.ts'
import type { MediaDigest } from '../media-digest.ts'
import { lastPosition, type MediaPlaylist } from '../media-playlist.ts'
import { playlistOf } from '../walk.ts'

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

export type DraftExchange = Mutable<Exchange>
export type Where = (exchange: DraftExchange) => boolean

/** A change to good evidence that breaks one rule; `also`: those that cannot but break with it. */
export type Mutation = {
  readonly rule: string
  readonly of: 'live' | 'event' | 'vod'
  readonly also?: readonly string[]
  readonly change: (draft: Draft) => void
}

export const mutation = (
  of: Mutation['of'],
  rule: string,
  change: (draft: Draft) => void,
  ...also: string[]
): Mutation => ({ rule, of, change, also })

export const isPlaylist: Where = ({ ask }) => ask.kind === 'playlist'
export const isMultivariant: Where = ({ ask }) => ask.kind === 'multivariant'
/** Playlists of one of the two renditions of the sample. */
export const of =
  (name: string): Where =>
  ({ ask }) =>
    ask.kind === 'playlist' && ask.rendition.endsWith(`/${name}/index.m3u8`)
export const isDelta: Where = ({ ask }) => ask.kind === 'playlist' && ask.client === 'delta'
export const isProbe =
  (name: string): Where =>
  ({ ask }) =>
    ask.kind === 'playlist' && ask.probe === name
export const rendition = ({ ask }: { readonly ask: Ask }): string => ('rendition' in ask ? ask.rendition : '')

/** Evidence that may be changed. */
export class Draft {
  readonly evidence: Mutable<Evidence>

  constructor(evidence: Evidence) {
    // What is a copy may be changed.
    this.evidence = structuredClone(evidence) as Mutable<Evidence>
    // The machine may have been busy: what is shown here does not depend on it.
    this.evidence.lagMs = 0
  }

  get exchanges(): DraftExchange[] {
    return this.evidence.exchanges
  }

  all(where: Where): DraftExchange[] {
    return this.exchanges.filter(where)
  }

  one(where: Where): DraftExchange {
    const [found] = this.all(where)
    if (!found) throw new Error('there is no such exchange')
    return found
  }

  /** Rewrites the text of playlists. */
  text(where: Where, rewrite: (text: string) => string): void {
    for (const { body } of this.all(where)) if (body?.kind === 'text') body.text = rewrite(body.text)
  }

  replace(where: Where, from: string | RegExp, to: string): void {
    this.text(where, text => text.replace(from, to))
  }

  media(kind: 'map' | 'segment' | 'part'): { exchange: DraftExchange; media: Mutable<MediaDigest> }[] {
    return this.exchanges.flatMap(exchange =>
      exchange.ask.kind === kind && exchange.body?.kind === 'media'
        ? [{ exchange, media: exchange.body.media }]
        : [],
    )
  }

  /** The answer to a request becomes another. */
  answer(where: Where, status: number | null): void {
    const exchange = this.one(where)
    exchange.status = status
    exchange.error = status === null ? 'no answer' : null
    exchange.body = null
  }

  /** A full playlist of the low-latency client that ends with that part. */
  at(name: string, msn: number, part: number): { exchange: DraftExchange; text: string } {
    for (const exchange of this.all(of(name))) {
      const playlist = playlistOf(exchange)
      if (exchange.ask.kind !== 'playlist' || exchange.ask.client !== 'low-latency' || !playlist) continue
      const end = lastPosition(playlist)
      if (end.msn === msn && end.part === part) return { exchange, text: playlist.text.text }
    }
    throw new Error(`no playlist of ${name} ends with part ${part} of ${msn}`)
  }

  /** The plain client is answered with these texts, one after the other, `laterMs` after an exchange. */
  insertPlain(after: DraftExchange, texts: readonly string[], laterMs = 0): void {
    const index = this.exchanges.indexOf(after)
    const copies = texts.map((text): DraftExchange => {
      const copy = structuredClone(after)
      if (copy.ask.kind === 'playlist') copy.ask = plain(copy.ask.rendition)
      copy.askedAt += laterMs
      copy.endedAt += laterMs
      copy.body = { kind: 'text', text, validUtf8: true }
      return copy
    })
    this.exchanges.splice(index + 1, 0, ...copies)
  }

  /** The plain client did not look between two exchanges. */
  dropPlain(name: string, from: DraftExchange, to: DraftExchange): void {
    const [first, last] = [this.exchanges.indexOf(from), this.exchanges.indexOf(to)]
    this.evidence.exchanges = this.exchanges.filter(
      (exchange, n) =>
        n <= first ||
        n >= last ||
        !(of(name)(exchange) && exchange.ask.kind === 'playlist' && exchange.ask.client === 'plain'),
    )
  }

  /** The plain client of each rendition looks once more, and sees its last playlist rewritten. */
  append(rewrite: (text: string, playlist: MediaPlaylist) => string): void {
    for (const name of ['large', 'small']) {
      const last = this.all(of(name)).findLast(({ ask }) => ask.kind === 'playlist' && ask.client === 'plain')
      const playlist = last && playlistOf(last)
      if (!last || !playlist) throw new Error('there is no playlist')
      this.insertPlain(last, [rewrite(playlist.text.text, playlist)])
    }
  }

  /** Nothing was seen after that. */
  endAfter(exchange: DraftExchange, more: number): void {
    this.evidence.exchanges.length = this.exchanges.indexOf(exchange) + 1 + more
  }
}

const plain = (rendition: string): Mutable<Ask> => ({
  kind: 'playlist',
  rendition,
  client: 'plain',
  directives: {},
})
