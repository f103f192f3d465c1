import { mediaPlaylist, multivariantPlaylist } from './playlist.ts'
import { renditionName, type Timeline } from './timeline.ts'

/** An HTTP answer; `retryAfter` in seconds. */
export type HlsAnswer = {
  readonly status: 200 | 404 | 503
  readonly type: string
  readonly cacheControl: string
  readonly body: Buffer | string
  readonly retryAfter?: number
}

const playlistType = 'application/vnd.apple.mpegurl'
/** Addresses hold a run's or a segment's number, which is never given to other bytes. */
const forEver = 'public, max-age=31536000, immutable'

/**
 * Answers `index.m3u8`, `<rendition>/index.m3u8`, `<rendition>/init-<run>.mp4` and `<rendition>/<msn>.m4s`;
 * null for a path that is none of these.
 */
export function hlsAnswer(timeline: Timeline, path: string): HlsAnswer | null {
  if (path === 'index.m3u8') return playlist(multivariantPlaylist(timeline))
  const match = /^([1-9]\d{0,4}p)\/(?:(index\.m3u8)|init-(\d{1,15})\.mp4|(\d{1,15})\.m4s)$/.exec(path)
  const [, name, index, runId, msn] = match ?? []
  if (name === undefined) return null
  if (index !== undefined) return playlist(mediaPlaylist(timeline, name))
  if (runId !== undefined) {
    const run = timeline.run(Number(runId))
    return media(run?.inits.get(renditionName(run, name))?.bytes, 'video/mp4')
  }
  const segment = timeline.segment(Number(msn))
  return media(segment?.renditions.get(renditionName(segment.run, name))?.bytes, 'video/iso.segment')
}

/**
 * 503 before the first segment, not 404: hls.js, like other players, asks again after a 5xx and gives up after
 * a 4xx.
 */
function playlist(text: string | null): HlsAnswer {
  return text === null ? starting : { status: 200, type: playlistType, cacheControl: 'no-cache', body: text }
}

const starting: HlsAnswer = {
  status: 503,
  type: 'text/plain; charset=utf-8',
  cacheControl: 'no-store',
  body: 'The broadcast is starting.\n',
  retryAfter: 1,
}

/** Short, because the address may yet come to be: a player that is ahead of the playlist asks too early. */
const missing: HlsAnswer = {
  status: 404,
  type: 'text/plain; charset=utf-8',
  cacheControl: 'public, max-age=1',
  body: 'There is no such segment.\n',
}

function media(bytes: Buffer | undefined, type: string): HlsAnswer {
  return bytes ? { status: 200, type, cacheControl: forEver, body: bytes } : missing
}
