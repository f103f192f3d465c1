type Waiter = { readonly ready: () => boolean; readonly settle: (end: WaitEnd) => void }

/** `late`: it took too long. `gone`: nobody waits any more. `full`: too many wait already. */
export type WaitEnd = 'ready' | 'late' | 'gone' | 'full'

/** Requests that are held until a timeline has grown. */
export class Waiting {
  readonly #limit: number
  readonly #patienceMs: number
  readonly #waiters = new Set<Waiter>()

  constructor(limit: number, patienceMs: number) {
    this.#limit = limit
    this.#patienceMs = patienceMs
  }

  get size(): number {
    return this.#waiters.size
  }

  /** Waits until `ready` says so when `wake` asks it. Never rejects. */
  wait(ready: () => boolean, signal: AbortSignal): Promise<WaitEnd> {
    if (signal.aborted) return Promise.resolve('gone')
    if (this.#waiters.size >= this.#limit) return Promise.resolve('full')
    return new Promise(resolve => {
      const abort = () => waiter.settle('gone')
      const timer = setTimeout(() => waiter.settle('late'), this.#patienceMs)
      const waiter: Waiter = {
        ready,
        settle: end => {
          this.#waiters.delete(waiter)
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          resolve(end)
        },
      }
      signal.addEventListener('abort', abort)
      this.#waiters.add(waiter)
    })
  }

  wake(): void {
    for (const waiter of this.#waiters) if (waiter.ready()) waiter.settle('ready')
  }
}
