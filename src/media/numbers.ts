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
  #asking = false

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
  }

  static async reserve(store: TimelineStore, slug: string, log: Logger): Promise<Numbers> {
    return new Numbers(store, slug, log, await store.reserve(slug, Date.now()))
  }

  used(number: number): void {
    if (this.#asking || number < this.#to - few) return
    this.#asking = true
    void this.#extend()
  }

  async #extend(): Promise<void> {
    try {
      this.#to = await this.#store.extend(this.#slug, this.#to)
    } catch (error) {
      this.#log.error({ err: error }, 'discontinuity numbers could not be kept')
    } finally {
      this.#asking = false
    }
  }
}
