import type { Logger } from './log.ts'

/** Wakes up at least so often, since a timer does not notice when the machine slept or its clock was set. */
const longestSleepMs = 30_000
const retryMs = 1000

type Deps = {
  /** Names what is waited for in the log, in the plural. */
  readonly what: string
  /** Does what is due and says when to come again; null: when woken. */
  readonly work: () => Promise<number | null>
  readonly now: () => number
  readonly log: Logger
}

/**
 * One timer for what comes first. It keeps no list: the database is the list, so a restart loses nothing.
 */
export class DueTimer {
  readonly #deps: Deps
  #timer: NodeJS.Timeout | undefined
  /** When the timer runs out; never, when none is set. */
  #next = Number.POSITIVE_INFINITY
  /** The first moment that was said while working. */
  #said = Number.POSITIVE_INFINITY
  #working: Promise<void> | null = null
  #wanted = false
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** To be called at the start, and when something was added: it may be due before all else. */
  wake(): void {
    if (this.#closed) return
    this.#wanted = true
    this.#working ??= this.#work()
  }

  /** Something was added that is due at `at`. Asks nobody, unlike `wake`: it only sleeps no longer than until then. */
  wakeBy(at: number): void {
    if (this.#closed) return
    if (this.#working !== null) this.#said = Math.min(this.#said, at)
    else if (at < this.#next) this.#sleepUntil(at)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#wanted && !this.#closed) {
      this.#wanted = false
      this.#said = this.#next = Number.POSITIVE_INFINITY
      clearTimeout(this.#timer)
      const next = Math.min((await this.#doDue()) ?? Number.POSITIVE_INFINITY, this.#said)
      if (next !== Number.POSITIVE_INFINITY && !this.#closed) this.#sleepUntil(next)
    }
    // Without an await since the test above: a call of wake() comes before it or finds no one working.
    this.#working = null
  }

  #sleepUntil(at: number): void {
    clearTimeout(this.#timer)
    const sleep = Math.min(Math.max(at - this.#deps.now(), 0), longestSleepMs)
    this.#next = at
    this.#timer = setTimeout(() => this.wake(), sleep)
  }

  async #doDue(): Promise<number | null> {
    try {
      return await this.#deps.work()
    } catch (error) {
      this.#deps.log.error({ err: error }, `${this.#deps.what} could not be looked through`)
      return this.#deps.now() + retryMs
    }
  }
}
