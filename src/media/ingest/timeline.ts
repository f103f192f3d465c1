import type { Tag } from './tag.ts'

/** How far the tracks may lie apart in the order in which they arrive, before it counts as a jump. */
const skew = 2000
/** How far time may run ahead of the server's own clock from one tag to the next. */
const gap = 5000
/** Steps back within a track that are rounding, not a jump. */
const jitter = 100

/**
 * Turns the publisher's 32-bit timestamps, which wrap after 49.7 days and follow a clock that its owner may
 * set, into a time that never goes back within a track. Where the clock jumps, time goes on as long as
 * really passed, and both tracks move by the same amount, so that sound and picture stay together.
 */
export class Timeline {
  #last: { stamp: number; time: number; now: number } | null = null
  readonly #ends = { video: Number.NEGATIVE_INFINITY, audio: Number.NEGATIVE_INFINITY }

  /** `stamp`: milliseconds modulo 2^32. `now`: milliseconds on a clock that is never set. */
  place(track: Tag['track'], stamp: number, now: number): number {
    const last = this.#last ?? { stamp, time: 0, now }
    const passed = Math.max(0, now - last.now)
    const pause = Math.min(Math.max(passed, 1), 1000)
    const step = (stamp - last.stamp) | 0
    const end = this.#ends[track]
    let time = last.time + step
    if (step < -skew || step > gap + passed) time = last.time + pause
    if (time < end - jitter) time = end + pause
    this.#last = { stamp, time: Math.round(time), now }
    const placed = Math.max(Math.round(time), end)
    this.#ends[track] = placed
    return placed
  }
}
