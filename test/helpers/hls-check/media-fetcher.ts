import type { Exchange } from './evidence.ts'
import { duration, type ListedSegment, type MediaPlaylist, type Resource } from './media-playlist.ts'
import type { InitDigest } from './mp4-init.ts'
import { placedParts } from './placed-parts.ts'
import { resolve, resourceKey, type Walk } from './walk.ts'

/** Fetches what the playlists of one rendition list: each init section, segment and part once. */
export class MediaFetcher {
  readonly #walk: Walk
  readonly #rendition: string
  readonly #sample: number
  readonly #maps = new Map<string, Promise<InitDigest | null>>()
  readonly #asked = new Set<string>()
  /** The maps that hinted parts are thought to have, until they are listed. */
  readonly #hintMaps = new Map<string, string | null>()
  readonly #work = new Set<Promise<unknown>>()
  #segments: Promise<unknown> = Promise.resolve()
  #newest: MediaPlaylist | null = null
  #before: { readonly playlist: MediaPlaylist; readonly askedAt: number } | null = null
  /** When the last answer that did not list a segment yet was asked for, by its number. */
  readonly #absentAt = new Map<number, number>()
  #longest = 0
  readonly #keeping = new Set<'segment' | 'part'>()
  /** Segments were left out. */
  sampled = false

  constructor(walk: Walk, rendition: string, sample: number) {
    this.#walk = walk
    this.#rendition = rendition
    this.#sample = sample
  }

  /** Resolves when all that was listed has been fetched. */
  async done(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work)
    await this.#segments
  }

  /** A playlist of the plain client, whose answers are in order. */
  seeSegments(playlist: MediaPlaylist): void {
    this.#newest = playlist
    const fresh = playlist.segments.filter(segment => !segment.gap && !this.#asked.has(this.#key(segment)))
    const chosen = this.#choose(fresh)
    if (chosen.length < fresh.length) this.sampled = true
    for (const segment of fresh) {
      this.#asked.add(this.#key(segment))
      if (!chosen.includes(segment)) continue
      this.#segments = this.#segments.then(() => this.#fetchSegment(segment))
    }
  }

  /** A playlist of the client that looks more often: what leaves it must stay for a while. */
  seeRemovals(playlist: MediaPlaylist, { askedAt }: Exchange): void {
    const old = this.#before
    this.#before = { playlist, askedAt }
    this.#longest = Math.max(this.#longest, duration(playlist))
    if (!old) return
    const known = old.playlist.segments.at(-1)?.msn ?? -1
    for (const { msn } of playlist.segments) if (msn > known) this.#absentAt.set(msn, old.askedAt)
    this.#watchRemoved(old.playlist, old.askedAt, playlist)
  }

  /** Of many, some from all over; but always those next to one another at a discontinuity. */
  #choose(segments: readonly ListedSegment[]): readonly ListedSegment[] {
    if (segments.length <= this.#sample) return segments
    const step = segments.length / this.#sample
    return segments.filter(
      (segment, n) =>
        Math.floor(n / step) !== Math.floor((n - 1) / step) ||
        n === segments.length - 1 ||
        segment.discontinuity ||
        segments[n + 1]?.discontinuity,
    )
  }

  #key(resource: Resource): string {
    return resourceKey(resolve(this.#rendition, resource))
  }

  #mapKey(map: Resource | null): string | null {
    return map && this.#key(map)
  }

  async #fetchSegment(segment: ListedSegment): Promise<void> {
    // What has left the playlist while it stood in the queue is not owed for long any more.
    if (this.#newest && segment.msn < this.#newest.mediaSequence) return
    const { map, encrypted, msn } = segment
    const init = await this.#map(map, encrypted)
    await this.#walk.get(
      {
        kind: 'segment',
        rendition: this.#rendition,
        msn,
        map: this.#mapKey(map),
        encrypted,
      },
      resolve(this.#rendition, segment),
      { init },
    )
  }

  #map(map: Resource | null, encrypted: boolean): Promise<InitDigest | null> {
    if (!map) return Promise.resolve(null)
    const key = this.#key(map)
    const known = this.#maps.get(key)
    if (known) return known
    const fetching = this.#walk
      .get({ kind: 'map', rendition: this.#rendition, encrypted }, resolve(this.#rendition, map))
      .then(exchange => (exchange?.body?.kind === 'media' ? exchange.body.media.init : null))
    this.#maps.set(key, fetching)
    return fetching
  }

  /** A playlist of the low-latency client: its parts, and the one that it hints at before it exists. */
  seeParts(playlist: MediaPlaylist): void {
    for (const part of placedParts(playlist)) {
      const key = this.#key(part)
      // A hint at the first part of another run did not say that it would have another map.
      const mistaken = this.#hintMaps.has(key) && this.#hintMaps.get(key) !== this.#mapKey(part.map)
      this.#hintMaps.delete(key)
      if (part.gap || (this.#asked.has(key) && !mistaken)) continue
      this.#asked.add(key)
      this.#start(this.#fetchPart(part, { msn: part.msn, part: part.index }, part.map))
    }
    for (const hint of playlist.hints) {
      if (hint.type !== 'PART' || hint.openEnded || this.#asked.has(this.#key(hint))) continue
      this.#asked.add(this.#key(hint))
      this.#hintMaps.set(this.#key(hint), this.#mapKey(playlist.openMap))
      const timeoutMs = 6000 * (playlist.targetDuration ?? 6)
      this.#start(this.#fetchPart(hint, null, playlist.openMap, timeoutMs))
    }
  }

  async #fetchPart(
    part: Resource,
    place: { msn: number; part: number } | null,
    map: Resource | null,
    timeoutMs?: number,
  ): Promise<void> {
    const init = await this.#map(map, false)
    await this.#walk.get(
      { kind: 'part', rendition: this.#rendition, place, map: this.#mapKey(map) },
      resolve(this.#rendition, part),
      { init, ...(timeoutMs !== undefined && { timeoutMs }) },
    )
  }

  #start(work: Promise<unknown>): void {
    this.#work.add(work)
    work.finally(() => this.#work.delete(work))
  }

  /** §6.2.2: what has been removed must stay for a while: now, and shortly before its time is over. */
  #watchRemoved(old: MediaPlaylist, oldAskedAt: number, playlist: MediaPlaylist): void {
    if (playlist.targetDuration === null) return
    const target = playlist.targetDuration * 1000
    const gone = old.segments.find(({ msn }) => msn < playlist.mediaSequence)
    const appeared = gone && this.#absentAt.get(gone.msn)
    if (gone && appeared !== undefined && !gone.gap) {
      const owedUntil = appeared + ((gone.duration ?? 0) + this.#longest) * 1000
      this.#keep('segment', gone, owedUntil, target)
    }
    const listed = new Set(placedParts(playlist).map(part => this.#key(part)))
    const part = placedParts(old).find(each => !each.gap && !listed.has(this.#key(each)))
    // It was listed when the older playlist was asked for: it has left since then.
    if (part) this.#keep('part', part, oldAskedAt + 3 * target, target)
  }

  #keep(what: 'segment' | 'part', resource: Resource, owedUntil: number, target: number): void {
    if (this.#keeping.has(what)) return
    this.#keeping.add(what)
    const get = async () => {
      const ask = { kind: 'kept', rendition: this.#rendition, what, owedUntil } as const
      if (this.#walk.now() < owedUntil) await this.#walk.get(ask, resolve(this.#rendition, resource))
    }
    const watch = async () => {
      await get()
      await this.#walk.sleepUntil(owedUntil - target / 4)
      await get()
      this.#keeping.delete(what)
    }
    this.#start(watch())
  }
}
