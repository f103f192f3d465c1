/**
 * Redraws the cards of products that changed. A flash sale changes the stock many times while one card is drawn:
 * what comes in meanwhile is drawn once, after it.
 */
export class CardRefresher {
  readonly #refresh: (productIds: ReadonlySet<string>) => Promise<void>
  #waiting = new Set<string>()
  #running: Promise<void> | null = null

  /** `refresh` must not reject. */
  constructor(refresh: (productIds: ReadonlySet<string>) => Promise<void>) {
    this.#refresh = refresh
  }

  add(productId: string): void {
    this.#waiting.add(productId)
    this.#running ??= this.#run()
  }

  /** Resolves when nothing is being drawn any more. */
  async close(): Promise<void> {
    this.#waiting.clear()
    await this.#running
  }

  async #run(): Promise<void> {
    // The changes of one moment arrive one by one.
    await Promise.resolve()
    while (this.#waiting.size > 0) {
      const productIds = this.#waiting
      this.#waiting = new Set()
      await this.#refresh(productIds)
    }
    this.#running = null
  }
}
