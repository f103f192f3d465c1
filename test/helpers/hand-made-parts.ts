import { configWith } from '../../config/load.ts'
import { planLadder } from '../../src/media/ladder/plan.ts'
import type { Part } from '../../src/media/packager/part.ts'
import type { Run, Segment } from '../../src/media/packager/segment.ts'
import { Timeline } from '../../src/media/packager/timeline.ts'

export const startedAt = Date.parse('2026-11-11T11:00:00.123Z')
export const firstMsn = 1000

/** A timeline with segments of 2 s and parts of 0.4 s, and the segments that it has completed. */
export function newTimeline(playlistSegments = 6, start = { msn: firstMsn, discontinuities: 7 }) {
  const segments: Segment[] = []
  const options = { segmentSeconds: 2, partSeconds: 0.4, playlistSegments }
  const timeline = new Timeline(options, start, segment => void segments.push(segment))
  return { timeline, segments }
}

type RunOptions = {
  readonly renditions?: readonly string[]
  readonly at?: number
  readonly framesPerSecond?: number
  readonly kind?: Run['kind']
}

export function openRun(timeline: Timeline, options: RunOptions = {}): Run {
  const { renditions = ['360p'], at = startedAt, framesPerSecond = 30, kind = 'source' } = options
  const config = configWith({ ladder: { renditions } })
  const info = { videoCodec: 'h264', audioCodec: null, width: 640, height: 360, framesPerSecond }
  const plan = planLadder(info, config.ladder, config.hls)
  const video = {
    trackId: 1,
    timescale: 90_000,
    codec: 'avc1.64001e',
    width: 640,
    height: 360,
    parameterSets: [],
  }
  const audio = { trackId: 2, timescale: 48_000, codec: 'mp4a.40.2' }
  const inits = new Map(renditions.map(name => [name, { bytes: Buffer.from(name), video, audio }]))
  return timeline.openRun({ kind, plan, startedAt: at, inits })
}

/** Adds the parts `from` to `to` (not with it) of a run, each of so many bytes. */
export function addParts(timeline: Timeline, run: Run, from: number, to: number, size = 1000): void {
  const { framesPerPart, partsPerSegment, keyframes, frameRate } = run.plan
  for (let n = from; n < to; n++) {
    const part: Part = {
      bytes: Buffer.alloc(size, n),
      start: (n * framesPerPart) / frameRate.value,
      duration: framesPerPart / frameRate.value,
      independent: keyframes.includes((n % partsPerSegment) * framesPerPart),
    }
    timeline.add(run, new Map([...run.inits.keys()].map(name => [name, part])))
  }
}
