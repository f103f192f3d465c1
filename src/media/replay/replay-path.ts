/** What a path below `/replays/:showId/` asks for. */
export type ReplayPath =
  | { readonly kind: 'multivariant' }
  | { readonly kind: 'cover' }
  | { readonly kind: 'playlist'; readonly rendition: string }
  | { readonly kind: 'init' | 'segment'; readonly rendition: string; readonly n: number }
  | { readonly kind: 'thumbnail'; readonly n: number }

const number = '(0|[1-9]\\d{0,8})'
const rendition = '([1-9]\\d{0,4}p)'
const playlistPath = new RegExp(`^${rendition}/index\\.m3u8$`)
const initPath = new RegExp(`^${rendition}/init-${number}\\.mp4$`)
const segmentPath = new RegExp(`^${rendition}/${number}\\.m4s$`)
const thumbnailPath = new RegExp(`^thumbnails/${number}\\.jpg$`)

/** Null for what is never there. */
export function parseReplayPath(path: string): ReplayPath | null {
  if (path === 'index.m3u8') return { kind: 'multivariant' }
  if (path === 'cover.jpg') return { kind: 'cover' }
  const [, playlist] = playlistPath.exec(path) ?? []
  if (playlist !== undefined) return { kind: 'playlist', rendition: playlist }
  const [, thumbnail] = thumbnailPath.exec(path) ?? []
  if (thumbnail !== undefined) return { kind: 'thumbnail', n: Number(thumbnail) }
  const [, ofInit, run] = initPath.exec(path) ?? []
  if (ofInit !== undefined) return { kind: 'init', rendition: ofInit, n: Number(run) }
  const [, ofSegment, n] = segmentPath.exec(path) ?? []
  return ofSegment === undefined ? null : { kind: 'segment', rendition: ofSegment, n: Number(n) }
}
