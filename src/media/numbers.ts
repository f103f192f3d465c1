import type { Logger } from '../log.ts'
import type { TimelineStore } from './timeline-store.ts'

/** More are taken from the store when so many are left. */
const few = 16

/** The discontinuity numbers of one room's timeline, kept ahead of their use. */
export class Numbers {
  /** The first to be used. */
  readonly from: number
  readonly #store: TimelineStore
  readonly #slug: string
  readonly #log: Logger
  #to: number
  #last: number
  #extending: Promise<void> | null = null

  private constructor(
    store: TimelineStore,
    slug: string,
    log: Logger,
    { from, to }: { from: number; to: number },
  ) {
    this.#store = store
    this.#slug = slug
    this.#log = log
    this.from = from
    this.#to = to
    this.#last = from
  }

  static async reserve(store: TimelineStore, slug: string, log: Logger): Promise<Numbers> {
    return new Numbers(store, slug, log, await store.reserve(slug, Date.now()))
  }

  used(number: number): void {
    this.#last = number
    if (number < this.#to - few) return
    this.#extending ??= this.#extend()
  }

  /** The timeline is gone. What it did not use is for the next one: players keep a list as long as the number. */
  async close(): Promise<void> {
    await this.#extending
    try {
      await this.#store.giveBack(this.#slug, { from: this.#last + 1, to: this.#to })
    } catch (error) {
      this.#log.warn({ err: error }, 'discontinuity numbers could not be given back')
    }
  }

  async #extend(): Promise<void> {
    try {
      this.#to = await this.#store.extend(this.#slug, this.#to)
    } catch (error) {
      this.#log.error({ err: error }, 'discontinuity numbers could not be kept')
    } finally {
      this.#extending = null
    }
  }
}
