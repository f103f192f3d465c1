import type { LadderPlan } from '../ladder/plan.ts'
import { BoxError } from './boxes.ts'
import { FragmentReader } from './fragment-reader.ts'
import { type InitSegment, parseInit } from './init-segment.ts'
import type { Part } from './part.ts'
import { PartCutter } from './part-cutter.ts'
import { parseFragment } from './sample.ts'
import type { Run } from './segment.ts'
import type { Timeline } from './timeline.ts'

type Lane = {
  readonly name: string
  readonly reader: FragmentReader
  track: { readonly init: InitSegment; readonly cutter: PartCutter } | null
  /** Parts that the other renditions do not have yet. */
  readonly waiting: Part[]
}

/** A rendition that is so many seconds behind the others has lost its encoder. */
const maxBehindSeconds = 10
/** How far a run may reach into what was shown before it: clocks are not that exact. */
const overlapMs = 200
/** More than this is not left out of a run, whatever the clocks say. */
const maxLeftOutMs = 3000

/** Turns what one FFmpeg run writes into parts: one is out when every rendition has it. */
export class RunPackager {
  readonly #timeline: Timeline
  readonly #plan: LadderPlan
  readonly #startedAt: number
  readonly #lanes: readonly Lane[]
  #run: Run | null = null
  #finished = false

  /** `startedAt`: milliseconds since the epoch at the run's first picture. */
  constructor(timeline: Timeline, plan: LadderPlan, startedAt: number) {
    this.#timeline = timeline
    this.#plan = plan
    this.#startedAt = startedAt
    this.#lanes = plan.renditions.map(({ name }) => ({
      name,
      reader: new FragmentReader(),
      track: null,
      waiting: [],
    }))
  }

  /**
   * Takes bytes of the rendition at `index` of the plan; returns the parts that they completed.
   * @throws BoxError when they are not the fragmented MP4 that was asked for: the run is of no use then.
   */
  push(index: number, bytes: Buffer): Part[] {
    const lane = this.#lanes[index]
    if (!lane || this.#finished) return []
    const parts: Part[] = []
    for (const piece of lane.reader.push(bytes)) {
      if (piece.kind === 'init') {
        if (lane.track) throw new BoxError('a second moov')
        const init = parseInit(piece.bytes, piece.moov)
        lane.track = { init, cutter: new PartCutter(init, this.#plan) }
        continue
      }
      if (!lane.track) throw new BoxError('a fragment before its moov')
      const { init, cutter } = lane.track
      cutter.add(parseFragment(piece.bytes, piece.moof, init))
      while (cutter.frames >= this.#plan.framesPerPart) parts.push(cutter.cut(this.#plan.framesPerPart))
    }
    for (const part of parts) this.#complete(lane, part)
    return parts
  }

  /** The run is over: the pictures that every rendition still has go out too, as a short part. */
  finish(): void {
    if (this.#finished) return
    this.#finished = true
    // Killed in the middle, renditions have not all come equally far; what one lacks, none shows.
    if (this.#lanes.some(lane => lane.waiting.length > 0)) return
    const frames = Math.min(...this.#lanes.map(({ track }) => track?.cutter.frames ?? 0))
    if (frames === 0) return
    for (const { track, waiting } of this.#lanes) if (track) waiting.push(track.cutter.cut(frames, true))
    this.#release()
  }

  #complete(lane: Lane, part: Part): void {
    lane.waiting.push(part)
    const [oldest = part] = lane.waiting
    if (part.start - oldest.start > maxBehindSeconds) {
      throw new BoxError('a rendition has fallen behind the others')
    }
    this.#release()
  }

  #release(): void {
    while (this.#lanes.every(lane => lane.waiting.length > 0)) {
      const set = new Map<string, Part>()
      for (const { name, waiting } of this.#lanes) {
        const part = waiting.shift()
        if (part) set.set(name, part)
      }
      const [first, ...others] = set.values()
      if (!first) return
      if (others.some(part => part.start !== first.start || part.independent !== first.independent)) {
        throw new BoxError('renditions are not aligned')
      }
      if (!this.#run && !this.#mayBegin(first)) continue
      this.#checkKeyframe(first)
      this.#run ??= this.#openRun()
      this.#timeline.add(this.#run, set)
    }
  }

  /**
   * A run begins with a keyframe, and not with pictures that were shown already: a source that takes over overlaps
   * the one before, and PROGRAM-DATE-TIME may not go back (rfc8216bis 6.2.1).
   */
  #mayBegin(part: Part): boolean {
    if (!part.independent) return false
    const { shownUntil } = this.#timeline
    if (shownUntil === null) return true
    const overlap = shownUntil - (this.#startedAt + part.start * 1000)
    const leftOut = part.start * 1000
    return overlap <= overlapMs || leftOut + overlap > maxLeftOutMs
  }

  #checkKeyframe(part: Part): void {
    const { frameRate, framesPerPart, partsPerSegment, keyframes } = this.#plan
    const frame = Math.round(part.start * frameRate.value) % (framesPerPart * partsPerSegment)
    if (keyframes.includes(frame) && !part.independent) throw new BoxError('a keyframe is missing')
  }

  #openRun(): Run {
    const inits = new Map<string, InitSegment>()
    for (const { name, track } of this.#lanes) if (track) inits.set(name, track.init)
    return this.#timeline.openRun({ kind: 'source', plan: this.#plan, startedAt: this.#startedAt, inits })
  }
}
