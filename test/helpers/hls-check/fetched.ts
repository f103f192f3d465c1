import type { MediaDigest } from './media-digest.ts'
import type { ListedSegment } from './media-playlist.ts'
import type { InitDigest } from './mp4-init.ts'
import { type PlacedPart, placedParts } from './placed-parts.ts'
import type { Asked, Scene } from './scene.ts'
import { resolve, resourceKey } from './walk.ts'

/** A segment or part that was fetched, as it is listed. */
export type Fetched<Kind extends 'segment' | 'part', Listed> = {
  readonly rendition: string
  readonly exchange: Asked<Kind>
  readonly media: MediaDigest
  readonly listed: Listed
  readonly init: InitDigest | null
}
export type FetchedSegment = Fetched<'segment', ListedSegment>
export type FetchedPart = Fetched<'part', PlacedPart>

/** What a rendition has listed, and what of it was fetched. */
export class Listing {
  readonly segments = new Map<number, ListedSegment>()
  /** By resource. */
  readonly parts = new Map<string, PlacedPart>()
  /** How many parts a segment has, by its number; as far as it was listed with all of them. */
  readonly partCounts = new Map<number, number>()
  /** When the last answer that lists a segment, or a part, was asked for. */
  readonly segmentListedAt = new Map<number, number>()
  readonly partListedAt = new Map<string, number>()
  /** Nothing of it is ever removed. */
  readonly lasting: boolean
  readonly fetchedSegments: FetchedSegment[]
  readonly fetchedParts: FetchedPart[]

  constructor(scene: Scene, rendition: string) {
    const seen = scene.seen(rendition)
    const later = (map: Map<number | string, number>, key: number | string, at: number) =>
      map.set(key, Math.max(map.get(key) ?? 0, at))
    for (const { playlist, exchange } of seen) {
      for (const segment of playlist.segments) {
        this.segments.set(segment.msn, segment)
        if (segment.parts.length > 0) this.partCounts.set(segment.msn, segment.parts.length)
        later(this.segmentListedAt as Map<number | string, number>, segment.msn, exchange.askedAt)
      }
      for (const part of placedParts(playlist)) {
        const key = resourceKey(resolve(rendition, part))
        this.parts.set(key, part)
        later(this.partListedAt as Map<number | string, number>, key, exchange.askedAt)
      }
    }
    this.lasting = seen[0]?.playlist.ended === true || seen.at(-1)?.playlist.type != null
    this.fetchedSegments = scene
      .asked('segment')
      .flatMap(exchange => {
        const listed = this.segments.get(exchange.ask.msn)
        const media = exchange.body?.kind === 'media' ? exchange.body.media : null
        if (exchange.ask.rendition !== rendition || !listed || !media) return []
        return [{ rendition, exchange, media, listed, init: scene.init(exchange.ask.map) }]
      })
      .sort((a, b) => a.listed.msn - b.listed.msn)
    this.fetchedParts = scene.asked('part').flatMap(exchange => {
      const listed = this.parts.get(exchange.url)
      const media = exchange.body?.kind === 'media' ? exchange.body.media : null
      if (exchange.ask.rendition !== rendition || !listed || !media) return []
      // One that was fetched by its hint may turn out to have another map than was thought.
      const map = listed.map && resourceKey(resolve(rendition, listed.map))
      if (map !== exchange.ask.map) return []
      return [{ rendition, exchange, media, listed, init: scene.init(exchange.ask.map) }]
    })
  }
}
