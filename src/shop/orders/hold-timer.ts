import type { Logger } from '../../log.ts'

/** Wakes up at least so often, since a timer does not notice when the machine slept or its clock was set. */
const longestSleepMs = 30_000
const retryMs = 1000

type Deps = {
  /** Ends what is due and says when to come again; null: when woken. */
  readonly expireDue: () => Promise<number | null>
  readonly now: () => number
  readonly log: Logger
}

/**
 * One timer for the hold that ends first. It keeps no list: the database is the list, so a restart loses
 * nothing.
 */
export class HoldTimer {
  readonly #deps: Deps
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> | null = null
  #wanted = false
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** To be called at the start, and when a hold was added: it may end before all others. */
  wake(): void {
    if (this.#closed) return
    this.#wanted = true
    this.#working ??= this.#work()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#wanted && !this.#closed) {
      this.#wanted = false
      clearTimeout(this.#timer)
      const next = await this.#expireDue()
      if (next === null || this.#closed) continue
      const sleep = Math.min(Math.max(next - this.#deps.now(), 0), longestSleepMs)
      this.#timer = setTimeout(() => this.wake(), sleep)
    }
    // Without an await since the test above: a call of wake() comes before it or finds no one working.
    this.#working = null
  }

  async #expireDue(): Promise<number | null> {
    try {
      return await this.#deps.expireDue()
    } catch (error) {
      this.#deps.log.error({ err: error }, 'holds could not be looked through')
      return this.#deps.now() + retryMs
    }
  }
}
