import { AppError } from '../../errors.ts'

const tries = 10
const windowMs = 60_000
/** Names that were tried in the last minute; the limit by address keeps them few. */
const mostKept = 10_000

type Window = { count: number; readonly ends: number }

/**
 * How many passwords may be tried for one name in a minute, from all addresses together. A device that this person has
 * logged in with before counts for itself: whoever else tries wrong passwords does not shut it out.
 */
export class LoginLimits {
  readonly #windows = new Map<string, Window>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws AppError 429 when too many were tried; it says how long to wait, a minute at most. */
  take(nameKey: string, device: string | null): void {
    const now = this.#now()
    const key = keyOf(nameKey, device)
    let window = this.#windows.get(key)
    if (window === undefined || window.ends <= now) {
      this.#sweep(now)
      window = { count: 0, ends: now + windowMs }
      this.#windows.set(key, window)
    }
    if (window.count >= tries) {
      const seconds = Math.ceil((window.ends - now) / 1000)
      throw new AppError(429, 'too-many', `Too many tries for this name. Wait ${seconds} seconds.`, {
        retryAfter: seconds,
      })
    }
    window.count++
  }

  /** The password was right: this try does not count. */
  giveBack(nameKey: string, device: string | null): void {
    const window = this.#windows.get(keyOf(nameKey, device))
    if (window !== undefined && window.count > 0) window.count--
  }

  #sweep(now: number): void {
    if (this.#windows.size < mostKept) return
    for (const [key, { ends }] of this.#windows) if (ends <= now) this.#windows.delete(key)
  }
}

function keyOf(nameKey: string, device: string | null): string {
  return JSON.stringify([nameKey, device])
}
