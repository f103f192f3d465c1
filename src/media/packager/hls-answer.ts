import { partTarget } from '../ladder/part-grid.ts'
import type { MediaAnswer, MediaBody } from '../media-answer.ts'
import { type Directives, parseDirectives } from './directives.ts'
import { mediaPlaylist, multivariantPlaylist } from './playlist.ts'
import { renditionName } from './segment.ts'
import type { Timeline } from './timeline.ts'

const playlistType = 'application/vnd.apple.mpegurl'
const segmentType = 'video/iso.segment'
/** Addresses hold a run's, a segment's or a part's number, which is never given to other bytes. */
const forEver = 'public, max-age=31536000, immutable'

type Answer = MediaAnswer | Promise<MediaAnswer | null> | null

/**
 * Answers `index.m3u8`, and below `<rendition>/` `index.m3u8`, `init-<run>.mp4`, `<msn>.m4s` and `<msn>.<part>.m4s`;
 * null for a path that is none of these. A playlist with `_HLS_msn`, and the part that playlists hint at, wait until
 * they are there. When `signal` aborts, what waits resolves to null.
 */
export function hlsAnswer(
  timeline: Timeline,
  path: string,
  query: URLSearchParams,
  signal: AbortSignal,
): Answer {
  if (path === 'index.m3u8') return playlist(timeline, multivariantPlaylist(timeline))
  const match =
    /^([1-9]\d{0,4}p)\/(?:(index\.m3u8)|init-(\d{1,15})\.mp4|(\d{1,15})(?:\.(\d{1,6}))?\.m4s)$/.exec(path)
  const [, name, index, runId, msn, part] = match ?? []
  if (name === undefined) return null
  if (index !== undefined) return reload(timeline, name, parseDirectives(query), signal)
  if (runId !== undefined) {
    const run = timeline.run(Number(runId))
    return media(run?.inits.get(renditionName(run, name))?.bytes, 'video/mp4')
  }
  if (part !== undefined) return partAnswer(timeline, name, Number(msn), Number(part), signal)
  return media(
    timeline.rendition(Number(msn), name)?.parts.map(({ bytes }) => bytes),
    segmentType,
  )
}

/** rfc8216bis 6.2.5.2. */
function reload(
  timeline: Timeline,
  name: string,
  directives: Directives | null,
  signal: AbortSignal,
): Answer {
  if (!directives) return malformed
  const { msn, part, skip } = directives
  const now = () => mediaPlaylist(timeline, name, skip)
  if (msn === null || timeline.ended) return playlist(timeline, now())
  if (isTooFar(timeline, msn, part)) return malformed
  const ready = () => timeline.reached(msn, part)
  const blocking = () => playlist(timeline, now(), timeline.options.segmentSeconds)
  if (ready()) return blocking()
  return timeline.wait(ready, signal).then(end => {
    if (end === 'gone') return null
    return end === 'ready' ? blocking() : unavailable
  })
}

/** 6.2.5.2: more than two segments ahead of the last, or more parts than the Advance Part Limit. */
function isTooFar({ next, options }: Timeline, msn: number, part: number | null): boolean {
  if (msn > next.msn + 1) return true
  const target = partTarget(options.partSeconds)
  const limit = target < 1 ? 3 / target : 3
  const ahead = msn === next.msn ? (part ?? 0) - (next.part - 1) : msn > next.msn ? (part ?? 0) : 0
  return ahead > limit
}

/**
 * 6.2.6: the hinted part is held until it is there, or will not come because its run has ended; what is neither there
 * nor hinted at is not found.
 */
function partAnswer(
  timeline: Timeline,
  name: string,
  msn: number,
  part: number,
  signal: AbortSignal,
): Answer {
  const find = () => media(timeline.part(msn, part, name)?.bytes, segmentType)
  const isNext = () => timeline.next.msn === msn && timeline.next.part === part
  if (timeline.ended || !isNext()) return find()
  const ready = () => !isNext()
  return timeline.wait(ready, signal).then(end => {
    if (end === 'gone') return null
    return end === 'ready' ? find() : unavailable
  })
}

/**
 * 503 before the first segment, not 404: hls.js, like other players, asks again after a 5xx and gives up after
 * a 4xx. `cacheSeconds`: a blocking reload is the same for all who ask for the same part at about the same time; a
 * player that polls may be told what was half a target duration ago. The end is not kept: the room's next show may
 * have the same addresses.
 */
function playlist({ options, ended }: Timeline, text: string | null, cacheSeconds?: number): MediaAnswer {
  if (text === null) return starting
  const seconds = cacheSeconds ?? Math.max(1, Math.floor(options.segmentSeconds / 2))
  const cacheControl = ended ? 'no-cache' : `public, max-age=${seconds}`
  return { status: 200, type: playlistType, cacheControl, body: text }
}

const plain = 'text/plain; charset=utf-8'

const starting: MediaAnswer = {
  status: 503,
  type: plain,
  cacheControl: 'no-store',
  body: 'The broadcast is starting.\n',
  retryAfter: 1,
}

const unavailable: MediaAnswer = { ...starting, body: 'The broadcast does not go on at the moment.\n' }

const malformed: MediaAnswer = {
  status: 400,
  type: plain,
  cacheControl: 'no-store',
  body: 'There is no such playlist: _HLS_msn and _HLS_part must be numbers not far ahead of the last one.\n',
}

/** Short, because the address may yet come to be: a player that is ahead of the playlist asks too early. */
const missing: MediaAnswer = {
  status: 404,
  type: plain,
  cacheControl: 'public, max-age=1',
  body: 'There is no such segment.\n',
}

function media(body: MediaBody | undefined, type: string): MediaAnswer {
  return body === undefined ? missing : { status: 200, type, cacheControl: forEver, body }
}
