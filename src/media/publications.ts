import type { Publication } from './ports.ts'

const healthEvery = 1000

/** Who is on air in which room, whatever the protocol: the newest publisher of each room. */
export class Publications {
  readonly #current = new Map<string, Publication>()
  readonly #onHealth: (publication: Publication) => void
  #timer: NodeJS.Timeout | null = null

  /** `onHealth` is called once a second for each publisher, and when it has gone. */
  constructor(onHealth: (publication: Publication) => void) {
    this.#onHealth = onHealth
  }

  add(publication: Publication): void {
    const { slug } = publication
    this.#current.set(slug, publication)
    this.#timer ??= setInterval(() => this.#tick(), healthEvery)
    void publication.closed.then(() => {
      if (this.#current.get(slug) !== publication) return
      this.#current.delete(slug)
      this.#onHealth(publication)
      if (this.#current.size === 0) this.close()
    })
  }

  get(slug: string): Publication | null {
    return this.#current.get(slug) ?? null
  }

  get size(): number {
    return this.#current.size
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    for (const publication of this.#current.values()) this.#onHealth(publication)
  }
}
