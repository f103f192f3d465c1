import { AppError } from '../../errors.ts'
import type { RtcSession } from '../rtc-ports.ts'

/** Seconds: what does not connect is given up soon. */
const retryAfter = 5

/**
 * Sessions that have not connected yet, by address: they hold seats for some seconds, and asking for one costs nothing.
 * A mobile carrier's one address may have thousands of viewers, but few who are connecting at the same moment.
 */
export class HalfOpen {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  /** `most`: of one address. */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * Opens a session for somebody at this address.
   * @throws AppError (429) when too many are being opened there, and what `open` throws.
   */
  async open<S extends RtcSession>(address: string, open: () => Promise<S>): Promise<S> {
    const before = this.#counts.get(address) ?? 0
    if (before >= this.#most) {
      const message = 'Too many sessions of this address have not been connected yet.'
      throw new AppError(429, 'too-many-half-open', message, { retryAfter })
    }
    this.#counts.set(address, before + 1)
    try {
      const session = await open()
      void Promise.race([session.connected, session.closed]).then(() => this.#leave(address))
      return session
    } catch (error) {
      this.#leave(address)
      throw error
    }
  }

  #leave(address: string): void {
    const left = (this.#counts.get(address) ?? 1) - 1
    if (left > 0) this.#counts.set(address, left)
    else this.#counts.delete(address)
  }
}
