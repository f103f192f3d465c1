import { setImmediate } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import type { Changes } from '../changes.ts'
import { indexProducts } from './index-products.ts'

/** For so long (milliseconds) an order may have to wait for the database. */
const longestMs = 15
const least = 10
const most = 200

/**
 * Reads products again whose words have changed by something else than their own change: some at a time, each time as many
 * as there is time for. Each is found by its old words until its new ones are written. Killed, it goes on where it was.
 */
export class Indexer {
  readonly #changes: Changes
  readonly #log: Logger
  #atOnce = least
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
    let began = 0
    const count = await this.#changes.make(async records => {
      began = performance.now()
      const stale = await records.searchIndex.stale(this.#atOnce)
      await indexProducts(records, stale)
      return stale.length
    })
    const share = longestMs / Math.max(1, performance.now() - began)
    this.#atOnce = Math.round(Math.min(most, Math.max(least, this.#atOnce * Math.min(share, 2))))
    return count > 0
  }
}
