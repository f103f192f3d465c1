import type { Ask, Evidence, Exchange } from './evidence.ts'
import type { MediaDigest } from './media-digest.ts'
import { type MediaPlaylist, readMediaPlaylist } from './media-playlist.ts'
import type { InitDigest } from './mp4-init.ts'
import { type Multivariant, readMultivariant } from './multivariant.ts'
import { type PlaylistText, readLines } from './playlist-text.ts'

type AskOf<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>

export type Asked<Kind extends Ask['kind']> = Exchange & { readonly ask: AskOf<Kind> }
export type Seen = {
  readonly exchange: Asked<'playlist'>
  readonly playlist: MediaPlaylist
  readonly rendition: string
}
export type SeenMultivariant = { readonly exchange: Exchange; readonly multivariant: Multivariant }

export function isAsked<Kind extends Ask['kind']>(exchange: Exchange, kind: Kind): exchange is Asked<Kind> {
  return exchange.ask.kind === kind
}

/** The evidence, read and sorted, so that rules can look at it. */
export class Scene {
  readonly evidence: Evidence
  readonly texts: { readonly exchange: Exchange; readonly text: PlaylistText }[] = []
  readonly multivariants: SeenMultivariant[] = []
  /** Full playlists of a rendition, of all clients, in the order in which they came. */
  readonly playlists = new Map<string, Seen[]>()
  readonly deltas: Seen[] = []
  readonly probes: Seen[] = []
  readonly #inits = new Map<string, MediaDigest>()
  readonly #texts = new Map<string, PlaylistText>()
  readonly #media = new Map<string, MediaPlaylist>()

  constructor(evidence: Evidence) {
    this.evidence = evidence
    for (const exchange of evidence.exchanges) this.#add(exchange)
  }

  #add(exchange: Exchange): void {
    const { body } = exchange
    if (body?.kind === 'media' && exchange.ask.kind === 'map') this.#inits.set(exchange.url, body.media)
    if (body?.kind !== 'text') return
    const text = this.#text(body.text, body.validUtf8)
    this.texts.push({ exchange, text })
    if (isAsked(exchange, 'multivariant') && text.kind === 'multivariant') {
      this.multivariants.push({ exchange, multivariant: readMultivariant(text) })
    }
    if (!isAsked(exchange, 'playlist') || text.kind !== 'media') return
    const { rendition, client } = exchange.ask
    const seen = { exchange, rendition, playlist: this.#playlist(text) }
    if (client === 'delta') this.deltas.push(seen)
    else if (client === 'probe') this.probes.push(seen)
    else {
      const others = this.playlists.get(rendition)
      if (others) others.push(seen)
      else this.playlists.set(rendition, [seen])
    }
  }

  /** Most answers are the same as another: what has been read once is not read again. */
  #text(text: string, validUtf8: boolean): PlaylistText {
    const key = `${validUtf8}${text}`
    const known = this.#texts.get(key) ?? readLines(text, validUtf8)
    this.#texts.set(key, known)
    return known
  }

  #playlist(text: PlaylistText): MediaPlaylist {
    const known = this.#media.get(text.text) ?? readMediaPlaylist(text)
    this.#media.set(text.text, known)
    return known
  }

  get renditions(): string[] {
    return [...this.playlists.keys()]
  }

  seen(rendition: string): readonly Seen[] {
    return this.playlists.get(rendition) ?? []
  }

  /** The answers of one client, one after another. */
  chain(rendition: string, client: 'plain' | 'low-latency'): Seen[] {
    return this.seen(rendition).filter(({ exchange }) => exchange.ask.client === client)
  }

  init(map: string | null): InitDigest | null {
    return (map === null ? null : this.#inits.get(map)?.init) ?? null
  }

  asked<Kind extends Ask['kind']>(kind: Kind): Asked<Kind>[] {
    return this.evidence.exchanges.filter(exchange => isAsked(exchange, kind)) as Asked<Kind>[]
  }

  /** How exact a time can be, in ms: a target duration, and what the walker itself was late. */
  slack(targetDuration: number | null): number {
    return Math.max(1, targetDuration ?? 6) * 1000 + this.evidence.lagMs
  }
}
