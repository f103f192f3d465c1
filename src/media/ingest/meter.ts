import type { SourceHealth } from '../ports.ts'

type Counts = { bytes: number; messages: number; frames: number }
type Second = Counts & { second: number }

const none: Counts = { bytes: 0, messages: 0, frames: 0 }
const kept = 10
const shown = 5
/** A longer hole is a clock or a pause, not frames that were dropped one by one. */
const longestHole = 10_000

/** Counts what a publisher sends. `now`: milliseconds on a clock that is never set. */
export class Meter {
  readonly #begun: number
  readonly #seconds: Second[]
  #dropped = 0
  #framesPerSecond = 0
  #lastFrame: number | null = null
  #lastKey: number | null = null
  #keyframeSeconds: number | null = null

  constructor(now: number) {
    this.#begun = now
    this.#seconds = Array.from({ length: kept }, () => ({ second: -1, ...none }))
  }

  /** The rate that the source says it has; 0 when it does not say. */
  set framesPerSecond(rate: number) {
    this.#framesPerSecond = rate
  }

  bytes(count: number, now: number): void {
    this.#second(now).bytes += count
  }

  message(now: number): void {
    this.#second(now).messages += 1
  }

  /** `time`: of the frame, in milliseconds of its stream. */
  frame(time: number, key: boolean, now: number): void {
    this.#second(now).frames += 1
    const hole = time - (this.#lastFrame ?? time)
    if (this.#framesPerSecond > 0 && hole < longestHole) {
      this.#dropped += Math.max(0, Math.round((hole * this.#framesPerSecond) / 1000) - 1)
    }
    this.#lastFrame = time
    if (!key) return
    if (this.#lastKey !== null) this.#keyframeSeconds = (time - this.#lastKey) / 1000
    this.#lastKey = time
  }

  /** kbit/s, and messages a second, as if what came in the last 10 seconds had come evenly. */
  average(now: number): { readonly kbps: number; readonly messages: number } {
    const { bytes, messages } = this.#sum(now, kept)
    return { kbps: (bytes * 8) / (kept * 1000), messages: messages / kept }
  }

  health(now: number): SourceHealth {
    const { bytes, frames } = this.#sum(now, shown)
    const span = Math.max(1, Math.min(now - this.#begun, (shown - 1) * 1000 + (now % 1000))) / 1000
    return {
      kilobitsPerSecond: Math.round((bytes * 8) / 1000 / span),
      framesPerSecond: Math.round((frames / span) * 10) / 10,
      droppedFrames: this.#dropped,
      keyframeSeconds: this.#keyframeSeconds,
    }
  }

  #second(now: number): Second {
    const second = Math.floor(now / 1000)
    const slot = this.#seconds[second % kept]
    if (slot === undefined) throw new RangeError('a clock that runs below 0')
    if (slot.second !== second) Object.assign(slot, { second, ...none })
    return slot
  }

  /** Of the second that runs, and of those before it. */
  #sum(now: number, seconds: number): Counts {
    const newest = Math.floor(now / 1000)
    const sum = { ...none }
    for (const counts of this.#seconds) {
      if (counts.second <= newest - seconds || counts.second > newest) continue
      sum.bytes += counts.bytes
      sum.messages += counts.messages
      sum.frames += counts.frames
    }
    return sum
  }
}
