import type { QueryExecutorProvider } from 'kysely'
import type { Logger } from './log.ts'
import type { SourceInfo } from './media/ports.ts'
import type { Rect } from './wire.ts'

/** Everything that is announced: facts in the past tense, published after the commit. Times are epoch milliseconds. */
export type Events = {
  'stream.starting': { readonly slug: string; readonly info: SourceInfo; readonly remoteAddress: string }
  /** The first segment can be played. */
  'stream.live': { readonly slug: string; readonly showId: string; readonly at: number }
  /** The host's picture is gone, a slate stands in for it; the show ends at `endsAt` unless the host is back by then. */
  'stream.interrupted': StreamFact & { readonly endsAt: number; readonly reason: string }
  'stream.resumed': StreamFact
  'stream.offline': StreamFact & { readonly reason: string }
  /** Live goes on, but what follows is not in the replay. */
  'recording.stopped': { readonly showId: string; readonly reason: string }
  'replay.removed': { readonly showId: string; readonly reason: string }
  /** Once a second while a publisher is there, and when it has gone. */
  'stream.health': { readonly slug: string }
  /** A process that has no streams of its own wants to know how they are. */
  'streams.asked': Readonly<Record<string, never>>
  /** All that are not offline, by the process that takes them in. */
  'streams.told': { readonly streams: readonly StreamTold[] }
  /** FFmpeg has begun anew; the pinned card, if there is one, is in its picture from `since` on. */
  'card.opened': { readonly slug: string; readonly since: number; readonly rect: Rect }
  'stock.changed': { readonly levels: readonly StockChange[] }
  'product.changed': { readonly productId: string }
  /** `holdExpiresAt`: until when its goods are held unpaid; null: until someone cancels it, or it is paid. */
  'order.placed': OrderFact & { readonly holdExpiresAt: number | null }
  'order.cancelled': OrderFact
  'order.expired': OrderFact
  'order.collected': OrderFact
  'order.shipped': OrderFact
  /** All of its total is there. */
  'order.paid': OrderFact
  'order.ready': OrderFact
  'order.delivered': OrderFact
  /** Goods of it came back, some or all. */
  'order.returned': OrderFact
  'order.closed': OrderFact
  'return.requested': ReturnFact
  /** Cancelled or refused; one that was received is `order.returned`. */
  'return.ended': ReturnFact
  /** Money is to go back by a payment company. */
  'refund.due': { readonly refundId: string; readonly orderId: string }
  'notice.written': { readonly noticeId: string }
  /** What this person may do, or where they are logged in: ask again who their sockets belong to. */
  'access.changed': { readonly staffId: string }
  /** Its title, lineup or show. */
  'room.changed': { readonly slug: string }
  'room.pinned': {
    readonly slug: string
    readonly productId: string
    readonly rect: Rect
    readonly since: number
  }
  'room.unpinned': { readonly slug: string; readonly productId: string; readonly until: number }
}

export type StreamFact = { readonly slug: string; readonly showId: string; readonly at: number }

export type StreamTold = {
  readonly slug: string
  readonly state: 'starting' | 'live'
  readonly interruption: { readonly since: number; readonly endsAt: number } | null
}

export type StockChange = {
  readonly storeId: string
  readonly variantId: string
  readonly productId: string
  readonly onHand: number
  readonly reserved: number
}

export type ReturnFact = { readonly returnId: string; readonly orderId: string }

export type OrderFact = {
  readonly orderId: string
  readonly number: string
  readonly roomSlug: string | null
  readonly at: number
}

type Listener<T> = (fact: T) => unknown

/** An event with its name. */
export type Fact = {
  readonly [Name in keyof Events]: { readonly name: Name; readonly fact: Events[Name] }
}[keyof Events]

/** Brings facts to the other processes of the shop. */
export type Carrier = {
  readonly send: (fact: Fact) => void
  /** In a transaction, so that they are brought if and when it is committed. */
  readonly sendWith: (transaction: QueryExecutorProvider, facts: readonly Fact[]) => Promise<void>
}

/** A typed bus. A listener that throws is logged and harms no other; nothing waits for a listener. */
export class Bus {
  readonly #log: Logger
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()
  #carrier: Carrier | null = null

  constructor(log: Logger) {
    this.#log = log
  }

  /** From now on, what is published goes to other processes too; null: no more. */
  carryBy(carrier: Carrier | null): void {
    this.#carrier = carrier
  }

  /** Returns the function that ends the subscription. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener as Listener<never>)
    return () => listeners.delete(listener as Listener<never>)
  }

  publish<Name extends keyof Events>(name: Name, fact: Events[Name]): void {
    this.hear(name, fact)
    // A name and its own fact, which the compiler cannot see of a name that it does not know.
    this.#carrier?.send({ name, fact } as Fact)
  }

  /** In the transaction that made the facts true; after its commit, `hear` is to follow for each. */
  async carry(transaction: QueryExecutorProvider, facts: readonly Fact[]): Promise<void> {
    if (facts.length > 0) await this.#carrier?.sendWith(transaction, facts)
  }

  /** Tells the listeners of this process only. */
  hear<Name extends keyof Events>(name: Name, fact: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        ;(listener as Listener<Events[Name]>)(fact)
      } catch (error) {
        this.#log.error({ err: error, event: name }, 'a listener failed')
      }
    }
  }
}
