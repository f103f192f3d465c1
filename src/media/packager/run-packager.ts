import { keyframesOf, type LadderPlan, type Rendition } from '../ladder/plan.ts'
import { BoxError } from './boxes.ts'
import { type InitSegment, parseInit } from './init-segment.ts'
import { writeInit, writeMoov } from './movie.ts'
import { mayBegin } from './overlap.ts'
import { type Part, writeFragment } from './part.ts'
import { type CutPictures, PartCutter } from './part-cutter.ts'
import type { PicturePiece } from './picture-reader.ts'
import type { Sample } from './sample.ts'
import type { Run } from './segment.ts'
import { SoundLane } from './sound-lane.ts'
import type { SoundPiece } from './sound-reader.ts'
import type { Timeline } from './timeline.ts'

type Lane = {
  readonly rendition: Rendition
  readonly keyframes: readonly number[]
  readonly cutter: PartCutter
  avcC: Buffer | null
  /** Parts that are not out yet. */
  readonly waiting: CutPictures[]
}

/** A rendition, or the sound, that is so many seconds behind the pictures has lost its encoder. */
const maxBehindSeconds = 10
/** How far the pictures may be ahead of a part that waits for its sound. Seconds. */
const soundPatience = 0.5

/**
 * Turns what one FFmpeg run writes into parts: one is out when every rendition has it, and the sound that belongs to
 * it is there or comes no more.
 */
export class RunPackager {
  readonly #timeline: Timeline
  readonly #plan: LadderPlan
  readonly #startedAt: number
  readonly #lanes: readonly Lane[]
  #sound: SoundLane | null = null
  #sequence = 1
  #run: Run | null = null
  #inits: ReadonlyMap<string, InitSegment> = new Map()
  #finished = false

  /** `startedAt`: milliseconds since the epoch at the run's first picture. */
  constructor(timeline: Timeline, plan: LadderPlan, startedAt: number) {
    this.#timeline = timeline
    this.#plan = plan
    this.#startedAt = startedAt
    this.#lanes = plan.renditions.map((rendition, n) => ({
      rendition,
      keyframes: keyframesOf(plan, n),
      cutter: new PartCutter(plan),
      avcC: null,
      waiting: [],
    }))
  }

  /**
   * Takes a piece of the rendition at `index` of the plan. Returns the parts of the best rendition that every one has
   * now, those with which the run does not begin among them.
   * @throws BoxError when they are not what was asked for: the run is of no use then.
   */
  pictures(index: number, piece: PicturePiece): Part[] {
    const lane = this.#lanes[index]
    if (!lane || this.#finished) return []
    if (piece.kind === 'config') {
      if (lane.avcC) throw new BoxError('a second configuration')
      lane.avcC = piece.avcC
      return []
    }
    if (!lane.avcC) throw new BoxError('a picture before its configuration')
    lane.cutter.add(piece.picture)
    const { framesPerPart } = this.#plan
    while (lane.cutter.frames >= framesPerPart) lane.waiting.push(lane.cutter.cut(framesPerPart))
    const [oldest] = lane.waiting
    if (oldest && lane.cutter.until - oldest.end > maxBehindSeconds) {
      throw new BoxError('a rendition, or the sound, has fallen behind')
    }
    return this.#release()
  }

  /** Takes a piece of the sound; returns and throws as `pictures` does. */
  sound(piece: SoundPiece): Part[] {
    if (this.#finished) return []
    if (piece.kind === 'track') this.#sound = new SoundLane(piece.track)
    else this.#sound?.add(piece.samples)
    return this.#release()
  }

  /** The run is over: the pictures that every rendition still has go out too, as a short part. */
  finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#release()
    // Killed in the middle, renditions have not all come equally far; what one lacks, none shows.
    if (this.#lanes.some(lane => lane.waiting.length > 0)) return
    const frames = Math.min(...this.#lanes.map(({ cutter }) => cutter.frames))
    if (frames === 0) return
    for (const { cutter, waiting } of this.#lanes) waiting.push(cutter.cut(frames))
    this.#release()
  }

  #release(): Part[] {
    const released: Part[] = []
    for (let sound = this.#soundOfNext(); sound; sound = this.#soundOfNext()) {
      const cuts = this.#lanes.map(({ waiting }) => waiting.shift()).filter(cut => cut !== undefined)
      const [first] = cuts
      if (!first) break
      this.#check(cuts)
      const heard = sound.take(first.end, this.#finished)
      if (this.#inits.size === 0) this.#inits = this.#writeInits(sound)
      const set = new Map(
        [...this.#inits].map(([name, init], n) => [name, this.#part(init, cuts[n] ?? first, heard)]),
      )
      this.#sequence++
      released.push(...[...set.values()].slice(0, 1))
      if (!this.#run && !this.#mayBegin(cuts)) continue
      this.#run ??= this.#openRun()
      this.#timeline.add(this.#run, set)
    }
    return released
  }

  /** The sound, when it and all pictures of the next part are there, or are all that there will be. */
  #soundOfNext(): SoundLane | null {
    const [first] = this.#lanes
    const next = first?.waiting[0]
    const sound = this.#sound
    if (!next || !sound || this.#lanes.some(({ waiting }) => waiting.length === 0)) return null
    const ahead = Math.max(...this.#lanes.map(({ cutter }) => cutter.until)) - next.end
    return this.#finished || sound.until >= next.end || ahead >= soundPatience ? sound : null
  }

  /** Players switch at keyframes: those that are planned must be there, in all renditions at the same place. */
  #check(cuts: readonly CutPictures[]): void {
    const { frameRate, framesPerPart, partsPerSegment } = this.#plan
    const [first] = cuts
    for (const [n, { start, independent }] of cuts.entries()) {
      if (start !== first?.start) throw new BoxError('renditions are not aligned')
      const frame = Math.round(start * frameRate.value) % (framesPerPart * partsPerSegment)
      if (!independent && this.#lanes[n]?.keyframes.includes(frame))
        throw new BoxError('a keyframe is missing')
    }
  }

  #part(
    init: InitSegment,
    { samples, start, duration, independent }: CutPictures,
    heard: readonly Sample[],
  ): Part {
    const bytes = writeFragment(this.#sequence, [
      { trackId: init.video.trackId, samples },
      { trackId: init.audio.trackId, samples: heard },
    ])
    return { bytes, start, duration, independent }
  }

  #mayBegin(cuts: readonly CutPictures[]): boolean {
    const [first] = cuts
    return (
      first !== undefined &&
      cuts.every(({ independent }) => independent) &&
      mayBegin(this.#timeline.shownUntil, this.#startedAt, first.start * 1000)
    )
  }

  #writeInits({ track: { trak, trackId } }: SoundLane): ReadonlyMap<string, InitSegment> {
    return new Map(
      this.#lanes.map(({ rendition: { name, width, height }, avcC }) => {
        if (!avcC) throw new BoxError('a picture before its configuration')
        const moov = writeMoov({ avcC, width, height, sound: trak, soundTrackId: trackId })
        return [name, parseInit(writeInit(moov), moov)]
      }),
    )
  }

  #openRun(): Run {
    return this.#timeline.openRun({
      kind: 'source',
      plan: this.#plan,
      startedAt: this.#startedAt,
      inits: this.#inits,
    })
  }
}
