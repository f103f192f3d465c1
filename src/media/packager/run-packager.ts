import type { LadderPlan } from '../ladder/plan.ts'
import { BoxError } from './boxes.ts'
import { FragmentReader } from './fragment-reader.ts'
import { type InitSegment, parseInit } from './init-segment.ts'
import { type Part, parsePart } from './part.ts'
import { type RenditionSegment, Segmenter } from './segmenter.ts'
import type { Run, Segment, Timeline } from './timeline.ts'

type Lane = {
  readonly name: string
  readonly reader: FragmentReader
  readonly segmenter: Segmenter
  init: InitSegment | null
  /** Segments that the other renditions have not completed yet. */
  readonly waiting: RenditionSegment[]
}

/** A rendition that is so many segments behind the others has lost its encoder. */
const maxWaiting = 5

/** Turns what one FFmpeg run writes into segments: a segment is out when every rendition has completed it. */
export class RunPackager {
  readonly #timeline: Timeline
  readonly #plan: LadderPlan
  readonly #startedAt: number
  readonly #lanes: readonly Lane[]
  readonly #onSegment: (segment: Segment) => void
  #run: Run | null = null
  #finished = false

  constructor(
    timeline: Timeline,
    plan: LadderPlan,
    startedAt: number,
    onSegment: (segment: Segment) => void,
  ) {
    this.#timeline = timeline
    this.#plan = plan
    this.#startedAt = startedAt
    this.#onSegment = onSegment
    this.#lanes = plan.renditions.map(({ name }) => ({
      name,
      reader: new FragmentReader(),
      segmenter: new Segmenter(timeline.options.segmentSeconds),
      init: null,
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
        if (lane.init) throw new BoxError('a second moov')
        lane.init = parseInit(piece.bytes, piece.moov)
        continue
      }
      if (!lane.init) throw new BoxError('a fragment before its moov')
      const part = parsePart(piece.bytes, piece.moof, lane.init)
      parts.push(part)
      const segment = lane.segmenter.add(part)
      if (segment) this.#complete(lane, segment)
    }
    return parts
  }

  /** The run is over: what each rendition has of the last segment goes out too. */
  finish(): void {
    if (this.#finished) return
    this.#finished = true
    for (const lane of this.#lanes) {
      const last = lane.segmenter.finish()
      if (last) lane.waiting.push(last)
    }
    // Killed in the middle, renditions have not all come equally far; what one lacks, none shows.
    this.#release()
  }

  #complete(lane: Lane, segment: RenditionSegment): void {
    lane.waiting.push(segment)
    if (lane.waiting.length > maxWaiting) throw new BoxError('a rendition has fallen behind the others')
    this.#release()
  }

  #release(): void {
    while (this.#lanes.every(lane => lane.waiting.length > 0)) {
      const renditions = new Map<string, RenditionSegment>()
      for (const lane of this.#lanes) {
        const segment = lane.waiting.shift()
        if (segment) renditions.set(lane.name, segment)
      }
      const starts = [...renditions.values()].map(({ start }) => start)
      if (Math.max(...starts) - Math.min(...starts) > 0.001) {
        if (this.#finished) return
        throw new BoxError('renditions are not aligned')
      }
      this.#run ??= this.#openRun()
      this.#onSegment(this.#timeline.append(this.#run, renditions))
    }
  }

  #openRun(): Run {
    const inits = new Map<string, InitSegment>()
    for (const { name, init } of this.#lanes) if (init) inits.set(name, init)
    return this.#timeline.openRun({ plan: this.#plan, startedAt: this.#startedAt, inits })
  }
}
