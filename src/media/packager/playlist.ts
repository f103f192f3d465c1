import { partTarget } from '../ladder/part-grid.ts'
import type { Rendition } from '../ladder/plan.ts'
import type { Part } from './part.ts'
import { anyPart, anyRendition, type Run, renditionName, type Segment, type SegmentHead } from './segment.ts'
import type { Timeline } from './timeline.ts'

/** What MP4 boxes add to the streams in them. */
const overhead = 1.04

/** Parts are listed up to so far from the end, in target durations (rfc8216bis 6.2.2). */
const partTargets = 3
/** The Skip Boundary, in target durations: the least that is allowed (4.4.3.8). */
const skipTargets = 6

/**
 * The media playlist of one rendition; null while there is no whole segment to list. `delta` leaves out what
 * a player has seen already (6.2.5.1).
 */
export function mediaPlaylist(timeline: Timeline, name: string, delta: boolean): string | null {
  const run = newestRun(timeline)
  if (!run) return null
  // Players may be in the middle of a rendition that the ladder no longer has: all such names have one text.
  const own = run.inits.has(name) ? name : ''
  return timeline.made(`${delta ? 'delta' : 'full'} ${own}`, () => {
    const body = playlistBody(timeline, renditionName(run, name), delta)
    return body && body + reports(timeline, own)
  })
}

const newestRun = ({ open, listed }: Timeline): Run | undefined => open?.run ?? listed.at(-1)?.run

/**
 * All but the rendition reports. Renditions are cut alike, and addresses are relative: they differ only in which parts
 * begin with a keyframe.
 */
function playlistBody(timeline: Timeline, name: string, delta: boolean): string | null {
  const { listed, open, ended, options } = timeline
  const [first] = listed
  if (!first) return null
  const target = options.segmentSeconds
  const fromEnd = distances(listed)
  const openSeconds = open?.parts.reduce((sum, set) => sum + (anyPart(set)?.duration ?? 0), 0) ?? 0
  // As after the end of a broadcast (6.2.5.1).
  const skipped = delta && !ended ? fromEnd.filter(({ end }) => end > skipTargets * target).length : 0
  const lines = [
    '#EXTM3U',
    // 4.4.1.2 and 8: no higher than what is used. EXT-X-MAP asks for 6, EXT-X-SKIP for 9.
    `#EXT-X-VERSION:${skipped > 0 ? 9 : 6}`,
    `#EXT-X-TARGETDURATION:${target}`,
    serverControl(timeline),
    `#EXT-X-PART-INF:PART-TARGET=${partTarget(options.partSeconds)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first.msn}`,
    // Counts those that have left the playlist: the one before the first segment is still in it.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first.discontinuitySequence - (first.discontinuity ? 1 : 0)}`,
  ]
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`)
  let run: Run | null = null
  for (const [index, segment] of listed.entries()) {
    const media = segment.renditions.get(renditionName(segment.run, name))
    if (!media || index < skipped) continue
    lines.push(...head(segment, run, media.start))
    run = segment.run
    // All parts of a segment or none: players count them.
    if ((fromEnd[index]?.start ?? 0) + openSeconds <= partTargets * target + 0.001) {
      lines.push(...media.parts.map((part, n) => partLine(segment.msn, n, part)))
    }
    lines.push(`#EXTINF:${media.duration.toFixed(5)},`, `${segment.msn}.m4s`)
  }
  if (open) {
    const parts = open.parts.flatMap(set => set.get(renditionName(open.run, name)) ?? [])
    lines.push(...head(open, run, parts[0]?.start ?? 0))
    lines.push(...parts.map((part, n) => partLine(open.msn, n, part)))
  }
  if (ended) lines.push('#EXT-X-ENDLIST')
  else lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${timeline.next.msn}.${timeline.next.part}.m4s"`)
  return `${lines.join('\n')}\n`
}

/** 6.2.4: the same in every rendition. */
function serverControl({ options }: Timeline): string {
  const { segmentSeconds, partSeconds } = options
  const attributes = [
    'CAN-BLOCK-RELOAD=YES',
    `CAN-SKIP-UNTIL=${skipTargets * segmentSeconds}`,
    `HOLD-BACK=${3 * segmentSeconds}`,
    `PART-HOLD-BACK=${(3 * partTarget(partSeconds)).toFixed(3)}`,
  ]
  return `#EXT-X-SERVER-CONTROL:${attributes.join(',')}`
}

/** Seconds from each segment's start and end to the end of the last one. */
function distances(listed: readonly Segment[]): { readonly start: number; readonly end: number }[] {
  let start = 0
  const reversed = listed.toReversed().map(segment => {
    const end = start
    start += anyRendition(segment)?.duration ?? 0
    return { start, end }
  })
  return reversed.toReversed()
}

/** 4.4.4.9: what belongs to a segment stands before its first part. */
function head(segment: SegmentHead, before: Run | null, start: number): string[] {
  const { run } = segment
  const date = new Date(Math.round(run.startedAt + start * 1000)).toISOString()
  return [
    ...(segment.discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(run === before ? [] : [`#EXT-X-MAP:URI="init-${run.id}.mp4"`]),
    `#EXT-X-PROGRAM-DATE-TIME:${date}`,
  ]
}

function partLine(msn: number, index: number, part: Part): string {
  const independent = part.independent ? ',INDEPENDENT=YES' : ''
  return `#EXT-X-PART:DURATION=${part.duration.toFixed(5)},URI="${msn}.${index}.m4s"${independent}`
}

/** 4.4.5.4: how far the other renditions are, which is as far as this one. */
function reports(timeline: Timeline, name: string): string {
  const { open, listed } = timeline
  const last = listed.at(-1)
  const msn = open?.msn ?? last?.msn
  const part = (open?.parts.length ?? (last && anyRendition(last)?.parts.length) ?? 1) - 1
  return [...(newestRun(timeline)?.inits.keys() ?? [])]
    .filter(other => other !== name)
    .map(other => `#EXT-X-RENDITION-REPORT:URI="../${other}/index.m3u8",LAST-MSN=${msn},LAST-PART=${part}\n`)
    .join('')
}

/** The multivariant playlist, by the newest run; null while there is nothing to list. */
export function multivariantPlaylist(timeline: Timeline): string | null {
  return timeline.made('multivariant', () => multivariantText(timeline))
}

function multivariantText({ listed }: Timeline): string | null {
  const run = listed.at(-1)?.run
  if (!run) return null
  // Nothing in it asks for an EXT-X-VERSION. What it says of all segments the others do not repeat (4.4.2).
  const lines = ['#EXTM3U', '#EXT-X-INDEPENDENT-SEGMENTS']
  for (const rendition of run.plan.renditions) {
    const init = run.inits.get(rendition.name)
    if (!init) continue
    const { peak, average } = bandwidth(rendition, run, listed)
    const attributes = [
      `BANDWIDTH=${peak}`,
      `AVERAGE-BANDWIDTH=${average}`,
      `CODECS="${init.video.codec},${init.audio.codec}"`,
      `RESOLUTION=${init.video.width}x${init.video.height}`,
      `FRAME-RATE=${run.plan.frameRate.value.toFixed(3)}`,
      'CLOSED-CAPTIONS=NONE',
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
  let highest = (rendition.videoKbps + run.plan.audioKbps) * 1000 * overhead
  for (const segment of listed) {
    const media = segment.run === run ? segment.renditions.get(rendition.name) : undefined
    if (!media || media.duration < 1) continue
    bits += media.size * 8
    seconds += media.duration
    highest = Math.max(highest, (media.size * 8) / media.duration)
  }
  const peak = Math.ceil(highest)
  return { peak, average: seconds > 0 ? Math.ceil(bits / seconds) : peak }
}
