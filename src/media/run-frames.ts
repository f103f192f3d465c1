import type { Logger } from '../log.ts'
import type { LadderPlan } from './ladder/plan.ts'
import { parseAvcC } from './packager/init-segment.ts'
import { mayBegin } from './packager/overlap.ts'
import { frameAt } from './packager/part-cutter.ts'
import type { PicturePiece } from './packager/picture-reader.ts'
import type { SoundPiece } from './packager/sound-reader.ts'
import type { LiveFrames } from './rtc-ports.ts'

export type RunFramesOptions = {
  readonly frames: LiveFrames
  readonly plan: LadderPlan
  /** Milliseconds since the epoch at the run's 0. */
  readonly startedAt: number
  /** Up to when this room was shown before the run, milliseconds since the epoch; null: not yet. */
  readonly shownUntil: number | null
  readonly log: Logger
}

type Lane = { parameterSets: readonly Buffer[]; begun: boolean }

/**
 * Hands on the frames of one FFmpeg run, each when FFmpeg has written it. Every rendition begins with a keyframe, and
 * with nothing that was shown before. What the receiver throws ends this, not the run.
 */
export class RunFrames {
  readonly #options: RunFramesOptions
  readonly #lanes: readonly Lane[]
  #state: 'waiting' | 'begun' | 'over' = 'waiting'

  constructor(options: RunFramesOptions) {
    this.#options = options
    this.#lanes = options.plan.renditions.map(() => ({ parameterSets: [], begun: false }))
  }

  /** @throws BoxError when the configuration is none. */
  picture(rendition: number, piece: PicturePiece): void {
    const lane = this.#lanes[rendition]
    if (!lane || this.#state === 'over') return
    if (piece.kind === 'config') {
      lane.parameterSets = parseAvcC(piece.avcC).parameterSets
      return
    }
    const { plan, startedAt, shownUntil } = this.#options
    const { time, keyframe, bytes: data } = piece.picture
    const { value } = plan.frameRate
    const into = (frameAt(time, value) / value) * 1000
    if (!lane.begun) {
      if (!keyframe || !mayBegin(shownUntil, startedAt, into)) return
      lane.begun = true
    }
    this.#give(frames => {
      if (this.#state === 'waiting') frames.begin(plan.renditions)
      this.#state = 'begun'
      frames.picture(rendition, { at: startedAt + into, keyframe, data, parameterSets: lane.parameterSets })
    })
  }

  /** Sound before the first picture is nothing yet. */
  sound(piece: SoundPiece): void {
    if (this.#state !== 'begun' || piece.kind !== 'samples') return
    for (const { time, bytes } of piece.samples) {
      const at = this.#options.startedAt + (time / piece.timescale) * 1000
      this.#give(frames => frames.sound({ at, data: bytes }))
    }
  }

  end(): void {
    if (this.#state === 'begun') this.#give(frames => frames.end())
    this.#state = 'over'
  }

  #give(give: (frames: LiveFrames) => void): void {
    if (this.#state === 'over') return
    try {
      give(this.#options.frames)
    } catch (error) {
      this.#state = 'over'
      this.#options.log.error({ err: error }, 'frames are not handed on any more')
    }
  }
}
