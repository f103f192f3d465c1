const perStall = 0.5
const mostStalls = 4
const calmMs = 60_000

/**
 * Seconds to stay further behind the live edge after stalls: half a second more for each, and as much less after each
 * calm minute. (hls.js itself never comes back: its issue 6350.) Times in milliseconds, of one clock.
 */
export class StallMargin {
  #stalls = 0
  #since = 0

  stalled(now: number): void {
    this.#forget(now)
    this.#stalls = Math.min(mostStalls, this.#stalls + 1)
    this.#since = now
  }

  seconds(now: number): number {
    this.#forget(now)
    return this.#stalls * perStall
  }

  #forget(now: number): void {
    const calm = Math.floor((now - this.#since) / calmMs)
    if (calm < 1) return
    this.#stalls = Math.max(0, this.#stalls - calm)
    this.#since += calm * calmMs
  }
}
