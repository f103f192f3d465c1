import { Slew } from './slew.ts'
import type { TrackClock } from './track-clock.ts'

/**
 * One timeline for a host's pictures and sound: the server's own clock, at the moment at which the pictures come when
 * the line does not delay them. It follows the host's clocks without steps, and it never goes back within a track.
 * Milliseconds; `now` is on a clock that is never set, and so are the times that come out.
 */
export class HostTimeline {
  /** The clock of the layer that is shown, and what is added to its time. */
  #pictures: TrackClock | null = null
  readonly #offset = new Slew()
  /** What is added to the sound's time beyond that. */
  readonly #ahead = new Slew()
  readonly #ends = { video: Number.NEGATIVE_INFINITY, audio: Number.NEGATIVE_INFINITY }

  /** `time`: of the clock. */
  picture(clock: TrackClock, time: number, now: number): number {
    if (clock !== this.#pictures) this.#turnTo(clock, now)
    return this.#place('video', time + this.#offset.toward(clock.offset(now) ?? now - time, now))
  }

  /** Null before the first picture: nothing is heard before there is something to see. */
  sound(clock: TrackClock, time: number, now: number): number | null {
    const offset = this.#offset.value
    const ahead = this.#pictures && clock.ahead(this.#pictures, now)
    if (offset === null || ahead === null) return null
    return this.#place('audio', time + offset + this.#ahead.toward(ahead, now))
  }

  /** Goes on with another layer so that neither its pictures nor the sound move. */
  #turnTo(clock: TrackClock, now: number): void {
    const before = this.#pictures
    const offset = this.#offset.value
    const ahead = before && clock.ahead(before, now)
    this.#pictures = clock
    if (offset === null || ahead === null) return
    this.#offset.set(offset + ahead, now)
    if (this.#ahead.value !== null) this.#ahead.set(this.#ahead.value - ahead, now)
  }

  #place(track: 'video' | 'audio', time: number): number {
    const placed = Math.max(time, this.#ends[track])
    this.#ends[track] = placed
    return placed
  }
}
