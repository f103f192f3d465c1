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
  /** FFmpeg has begun anew; the pinned card, if there is one, is in its picture from `since` on. */
  'card.opened': { readonly slug: string; readonly since: number; readonly rect: Rect }
  'stock.changed': { readonly levels: readonly StockChange[] }
  'product.changed': { readonly productId: string }
  'order.placed': OrderFact
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
  /** Money is to go back by a payment company. */
  'refund.due': { readonly refundId: string; readonly orderId: string }
  'notice.written': { readonly noticeId: string }
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

export type StockChange = {
  readonly storeId: string
  readonly variantId: string
  readonly productId: string
  readonly onHand: number
  readonly reserved: number
}

export type OrderFact = {
  readonly orderId: string
  readonly number: string
  readonly roomSlug: string | null
  readonly at: number
}

type Listener<T> = (fact: T) => unknown

/** A typed bus. A listener that throws is logged and harms no other; nothing waits for a listener. */
export class Bus {
  readonly #log: Logger
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  constructor(log: Logger) {
    this.#log = log
  }

  /** Returns the function that ends the subscription. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener as Listener<never>)
    return () => listeners.delete(listener as Listener<never>)
  }

  publish<Name extends keyof Events>(name: Name, fact: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        ;(listener as Listener<Events[Name]>)(fact)
      } catch (error) {
        this.#log.error({ err: error, event: name }, 'a listener failed')
      }
    }
  }
}
