import type { LadderPlan } from '../ladder/plan.ts'
import { BoxError } from './boxes.ts'
import { pictureTimescale } from './movie.ts'
import type { PicturePiece } from './picture-reader.ts'
import type { Sample } from './sample.ts'

/** The pictures of one part. Seconds on the run's timeline. */
export type CutPictures = {
  readonly samples: readonly Sample[]
  readonly start: number
  readonly duration: number
  readonly end: number
  /** It begins with a keyframe. */
  readonly independent: boolean
}

type Picture = Extract<PicturePiece, { kind: 'picture' }>['picture']

/**
 * Cuts one rendition into parts by counting its pictures: all parts but a segment's last must have the same length
 * (rfc8216bis 4.4.4.9).
 */
export class PartCutter {
  readonly #framesPerSecond: number
  #pictures: Picture[] = []
  /** The number of the first picture that waits, counted from the run's 0. */
  #frame = 0

  constructor(plan: Pick<LadderPlan, 'frameRate'>) {
    this.#framesPerSecond = plan.frameRate.value
  }

  /** Pictures that wait to be cut. */
  get frames(): number {
    return this.#pictures.length
  }

  /** Where its next picture will stand. Seconds. */
  get until(): number {
    return (this.#frame + this.#pictures.length) / this.#framesPerSecond
  }

  /** @throws BoxError when a picture is missing before this one. */
  add(picture: Picture): void {
    const frame = frameAt(picture.time, this.#framesPerSecond)
    if (frame !== this.#frame + this.#pictures.length) throw new BoxError(`picture ${frame} is out of turn`)
    this.#pictures.push(picture)
  }

  /** The next `frames` pictures, of which there must be so many. */
  cut(frames: number): CutPictures {
    const start = this.#frame
    this.#frame += frames
    const samples = this.#pictures.splice(0, frames).map((picture, n) => ({
      ...picture,
      time: this.#tick(start + n),
      duration: this.#tick(start + n + 1) - this.#tick(start + n),
    }))
    return {
      samples,
      start: start / this.#framesPerSecond,
      duration: frames / this.#framesPerSecond,
      end: this.#frame / this.#framesPerSecond,
      independent: samples[0]?.keyframe ?? false,
    }
  }

  #tick(frame: number): number {
    return Math.round((frame * pictureTimescale) / this.#framesPerSecond)
  }
}

/** The number of a picture, counted from 0, whose time (milliseconds) was rounded by FLV. */
export const frameAt = (ms: number, framesPerSecond: number): number =>
  Math.round((ms / 1000) * framesPerSecond)
