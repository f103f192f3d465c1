import type { SoundTrack } from './init-segment.ts'
import type { Sample } from './sample.ts'

/** The sound of a run, which goes into the parts of every rendition. Times are seconds on the run's timeline. */
export class SoundLane {
  readonly track: SoundTrack
  #samples: Sample[] = []
  #until = 0

  constructor(track: SoundTrack) {
    this.track = track
  }

  /** How far it has come. */
  get until(): number {
    return this.#until
  }

  add(samples: readonly Sample[]): void {
    this.#samples.push(...samples)
    const last = samples.at(-1)
    if (last) this.#until = (last.time + last.duration) / this.track.timescale
  }

  /**
   * The sound that begins before `end`. With `isLast` it lasts as long as the pictures do: where it ends sooner, as it
   * does when a source is cut off, players stand still.
   */
  take(end: number, isLast: boolean): Sample[] {
    const endTicks = end * this.track.timescale
    const later = this.#samples.findIndex(({ time }) => time >= endTicks)
    const heard = withoutGaps(this.#samples.splice(0, later === -1 ? this.#samples.length : later))
    return isLast ? lastingUntil(heard, Math.round(endTicks)) : heard
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
