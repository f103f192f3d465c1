import type { Rendition } from '../ladder/plan.ts'
import { type Run, renditionName, type Segment, type Timeline } from './timeline.ts'

/** What MP4 boxes add to the streams in them. */
const overhead = 1.04

/** The media playlist of one rendition; null while there is nothing to list. */
export function mediaPlaylist(timeline: Timeline, name: string): string | null {
  const { listed } = timeline
  const [first] = listed
  if (!first) return null
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${timeline.options.segmentSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${first.msn}`,
    // Counts those that have left the playlist: the one before the first segment is still in it.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first.discontinuitySequence - (first.discontinuity ? 1 : 0)}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ]
  let run: Run | null = null
  for (const segment of listed) {
    const media = segment.renditions.get(renditionName(segment.run, name))
    if (!media) continue
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
    if (segment.run !== run) lines.push(`#EXT-X-MAP:URI="init-${segment.run.id}.mp4"`)
    run = segment.run
    const date = new Date(Math.round(segment.run.startedAt + media.start * 1000)).toISOString()
    lines.push(
      `#EXT-X-PROGRAM-DATE-TIME:${date}`,
      `#EXTINF:${media.duration.toFixed(6)},`,
      `${segment.msn}.m4s`,
    )
  }
  if (timeline.ended) lines.push('#EXT-X-ENDLIST')
  return `${lines.join('\n')}\n`
}

/** The multivariant playlist, by the newest run; null while there is nothing to list. */
export function multivariantPlaylist(timeline: Timeline): string | null {
  const { listed } = timeline
  const run = listed.at(-1)?.run
  if (!run) return null
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']
  for (const rendition of run.plan.renditions) {
    const init = run.inits.get(rendition.name)
    if (!init) continue
    const { peak, average } = bandwidth(rendition, run, listed)
    const codecs = [init.video.codec, ...(init.audio ? [init.audio.codec] : [])].join(',')
    const attributes = [
      `BANDWIDTH=${peak}`,
      `AVERAGE-BANDWIDTH=${average}`,
      `CODECS="${codecs}"`,
      `RESOLUTION=${init.video.width}x${init.video.height}`,
      `FRAME-RATE=${run.plan.frameRate.value.toFixed(3)}`,
    ]
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${rendition.name}/index.m3u8`)
  }
  return `${lines.join('\n')}\n`
}

/**
 * Bits a second. The peak is what the encoder may use, so that a calm beginning does not promise too little; the
 * average is what the listed segments really have.
 */
function bandwidth(
  rendition: Rendition,
  run: Run,
  listed: readonly Segment[],
): { peak: number; average: number } {
  let bits = 0
  let seconds = 0
  let highest = (rendition.videoKbps + (run.plan.audioKbps ?? 0)) * 1000 * overhead
  for (const segment of listed) {
    const media = segment.run === run ? segment.renditions.get(rendition.name) : undefined
    if (!media || media.duration < 1) continue
    bits += media.bytes.length * 8
    seconds += media.duration
    highest = Math.max(highest, (media.bytes.length * 8) / media.duration)
  }
  const peak = Math.ceil(highest)
  return { peak, average: seconds > 0 ? Math.ceil(bits / seconds) : peak }
}
