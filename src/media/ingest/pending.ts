export type PendingLimits = { readonly maxPending: number; readonly maxPendingPerAddress: number }

type Waiting = { readonly sender: string; close(reason: string): void }

/**
 * Connections that have not yet shown a valid key. When there are too many, the oldest goes: a real encoder
 * logs in within a second, so it gets through even where idle connections hold every place.
 */
export class Pending {
  readonly #limits: PendingLimits
  /** Oldest first. */
  readonly #all = new Set<Waiting>()
  readonly #bySender = new Map<string, Set<Waiting>>()

  constructor(limits: PendingLimits) {
    this.#limits = limits
  }

  add(connection: Waiting): void {
    const same = this.#bySender.get(connection.sender) ?? new Set()
    this.#bySender.set(connection.sender, same)
    this.#all.add(connection)
    same.add(connection)
    if (same.size > this.#limits.maxPendingPerAddress) this.#drop(same, 'too many logins from its address')
    if (this.#all.size > this.#limits.maxPending) this.#drop(this.#all, 'too many logins')
  }

  delete(connection: Waiting): void {
    this.#all.delete(connection)
    const same = this.#bySender.get(connection.sender)
    same?.delete(connection)
    if (same?.size === 0) this.#bySender.delete(connection.sender)
  }

  #drop(connections: ReadonlySet<Waiting>, reason: string): void {
    const [oldest] = connections
    if (oldest === undefined) return
    this.delete(oldest)
    oldest.close(reason)
  }
}
