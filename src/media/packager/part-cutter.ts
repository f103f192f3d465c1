import type { LadderPlan } from '../ladder/plan.ts'
import { BoxError } from './boxes.ts'
import type { InitSegment } from './init-segment.ts'
import { type Part, writeFragment } from './part.ts'
import type { Fragment, Sample } from './sample.ts'

/**
 * Cuts one rendition into parts by counting its pictures. FFmpeg is told to write fragments that are parts already,
 * but its muxer counts sound as well as pictures: sound that comes late, or goes on without pictures, makes fragments
 * of any length, where all parts but a segment's last must have the same (rfc8216bis 4.4.4.9).
 */
export class PartCutter {
  readonly #init: InitSegment
  readonly #framesPerSecond: number
  #video: Sample[] = []
  #audio: Sample[] = []
  /** The number of the first picture that waits, counted from the run's 0. */
  #frame = 0
  #sequence = 1

  constructor(init: InitSegment, plan: Pick<LadderPlan, 'frameRate'>) {
    this.#init = init
    this.#framesPerSecond = plan.frameRate.value
  }

  /** Pictures that wait to be cut. */
  get frames(): number {
    return this.#video.length
  }

  /** @throws BoxError when a picture is missing before these. */
  add({ video, audio }: Fragment): void {
    for (const sample of video) {
      const frame = Math.round((sample.time / this.#init.video.timescale) * this.#framesPerSecond)
      if (frame !== this.#frame + this.#video.length) throw new BoxError(`picture ${frame} is out of turn`)
      this.#video.push(sample)
    }
    for (const sample of audio) this.#audio.push(sample)
  }

  /**
   * The part of the next `frames` pictures, of which there must be so many, and the sound up to their end. In the last
   * part of a run the sound lasts as long as the pictures: where it ends sooner, as it does when a source is cut off,
   * players stand still.
   */
  cut(frames: number, isLast = false): Part {
    const { video, audio } = this.#init
    const start = this.#frame
    this.#frame += frames
    const end = this.#frame / this.#framesPerSecond
    const pictures = this.#video.splice(0, frames).map((sample, n) => ({
      ...sample,
      time: this.#tick(start + n),
      duration: this.#tick(start + n + 1) - this.#tick(start + n),
    }))
    const later = this.#audio.findIndex(({ time }) => time >= end * audio.timescale)
    const heard = withoutGaps(this.#audio.splice(0, later === -1 ? this.#audio.length : later))
    const sound = isLast ? lastingUntil(heard, Math.round(end * audio.timescale)) : heard
    const bytes = writeFragment(this.#sequence++, [
      { trackId: video.trackId, samples: pictures },
      { trackId: audio.trackId, samples: sound },
    ])
    return {
      bytes,
      start: start / this.#framesPerSecond,
      duration: frames / this.#framesPerSecond,
      independent: pictures[0]?.keyframe ?? false,
    }
  }

  #tick(frame: number): number {
    return Math.round((frame * this.#init.video.timescale) / this.#framesPerSecond)
  }
}

function lastingUntil(samples: readonly Sample[], end: number): Sample[] {
  const last = samples.at(-1)
  if (!last || last.time + last.duration >= end) return [...samples]
  return [...samples.slice(0, -1), { ...last, duration: end - last.time }]
}

/** A fragment says only when its first sample begins: one before a gap lasts until the next. */
function withoutGaps(samples: readonly Sample[]): Sample[] {
  return samples.map((sample, n) => {
    const next = samples[n + 1]
    return next && next.time > sample.time ? { ...sample, duration: next.time - sample.time } : sample
  })
}
