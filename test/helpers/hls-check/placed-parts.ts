import { type ListedPart, type MediaPlaylist, nextMsn, type Resource } from './media-playlist.ts'

/** A part, with its segment's number and its index there. */
export type PlacedPart = ListedPart & {
  readonly msn: number
  readonly index: number
  readonly map: Resource | null
  /** It is known to be the last of its segment, or may be. */
  readonly maybeLast: boolean
}

export function placedParts(playlist: MediaPlaylist): PlacedPart[] {
  const whole = playlist.segments.flatMap(({ msn, parts, map }) =>
    parts.map((part, index) => ({ ...part, msn, index, map, maybeLast: index === parts.length - 1 })),
  )
  const { openParts } = playlist
  const open = openParts.map((part, index) => ({
    ...part,
    msn: nextMsn(playlist),
    index,
    map: playlist.openMap,
    maybeLast: index === openParts.length - 1,
  }))
  return [...whole, ...open]
}
