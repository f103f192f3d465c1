import type { MediaWorker } from './workers.ts'

export type Seat = {
  readonly worker: MediaWorker
  /** Somebody else may have it. */
  free(): void
}

/** Who may watch, and in which worker. */
export class Seats {
  readonly #all: number
  readonly #each: number
  readonly #taken = new WeakMap<MediaWorker, number>()
  #sum = 0

  constructor(all: number, each: number) {
    this.#all = all
    this.#each = each
  }

  get taken(): number {
    return this.#sum
  }

  /**
   * A place in a worker that carries the room already, as long as there is one: each further worker costs the room's
   * packets once more. Null when everything is full.
   */
  take(workers: readonly MediaWorker[], carrying: ReadonlySet<MediaWorker>): Seat | null {
    if (this.#sum >= this.#all) return null
    const open = workers.filter(worker => this.#of(worker) < this.#each)
    const worker = open.find(candidate => carrying.has(candidate)) ?? this.quietest(open)
    if (!worker) return null
    this.#add(worker, 1)
    let mine = true
    return {
      worker,
      free: () => {
        if (mine) this.#add(worker, -1)
        mine = false
      },
    }
  }

  /** The worker with the fewest viewers. */
  quietest(workers: readonly MediaWorker[]): MediaWorker | undefined {
    return workers.toSorted((a, b) => this.#of(a) - this.#of(b))[0]
  }

  #of(worker: MediaWorker): number {
    return this.#taken.get(worker) ?? 0
  }

  #add(worker: MediaWorker, change: number): void {
    this.#taken.set(worker, this.#of(worker) + change)
    this.#sum += change
  }
}
