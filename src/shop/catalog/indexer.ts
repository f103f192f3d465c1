import { setImmediate } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import type { Changes } from '../changes.ts'
import { indexProducts } from './index-products.ts'

/** Small enough that an order which waits for the database does not notice. */
const atOnce = 25

/** Reads products again whose words have changed by something else than their own change: some at a time. */
export class Indexer {
  readonly #changes: Changes
  readonly #log: Logger
  #running: Promise<void> | null = null
  #again = false
  #closed = false

  constructor(changes: Changes, log: Logger) {
    this.#changes = changes
    this.#log = log
  }

  wake(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Resolves when all words are up to date. */
  async idle(): Promise<void> {
    await this.#running
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false
      try {
        while (!this.#closed && (await this.#some())) await setImmediate()
      } catch (error) {
        this.#log.error({ err: error }, 'products could not be indexed for the search')
      }
    }
  }

  async #some(): Promise<boolean> {
    return this.#changes.make(async records => {
      const stale = await records.search.stale(atOnce)
      await indexProducts(records, stale)
      return stale.length === atOnce
    })
  }
}
