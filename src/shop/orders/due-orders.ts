import type { Logger } from '../../log.ts'
import type { Changes } from '../changes.ts'
import { oneByOne } from '../one-by-one.ts'
import { refusalOf } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'
import { lockOrder, takeStep } from './take-step.ts'

const atOnce = 100

/** What time does with orders: each in a change of its own, and who comes first, it or a person, has the order. */
export class DueOrders {
  readonly #changes: Changes
  readonly #log: Logger

  constructor(changes: Changes, log: Logger) {
    this.#changes = changes
    this.#log = log
  }

  /** Ends holds that are over. Returns when to come again, in epoch milliseconds; null if no hold is open. */
  async expire(): Promise<number | null> {
    const { records, now } = this.#changes
    const well = await oneByOne(
      await records.orders.due(now(), atOnce),
      ({ id }) => this.#expire(id),
      ({ id }, error) =>
        this.#log.error({ err: error, orderId: id }, 'a hold that is over could not be ended'),
    )
    return well ? records.orders.nextExpiry() : now() + 1000
  }

  /** Closes orders of which nothing can be returned any more. Returns when to come again; null if none is to be closed. */
  async close(): Promise<number | null> {
    const { records, now } = this.#changes
    const well = await oneByOne(
      await records.orders.closable(now(), atOnce),
      ({ id }) => this.#close(id),
      ({ id }, error) => this.#log.error({ err: error, orderId: id }, 'an order could not be closed'),
    )
    return well ? records.orders.nextClosing() : now() + 60_000
  }

  async #close(id: string): Promise<void> {
    await this.#changes.make(async (records, announce) => {
      // Closed by another process, or brought back, since it was read.
      if (refusalOf('close', await lockOrder(records, id), []) !== null) return
      await takeStep(records, announce, id, 'close', { author: null, now: this.#changes.now() })
    })
  }

  async #expire(id: string): Promise<void> {
    await this.#changes.make(async (records, announce) => {
      const order = await lockOrder(records, id)
      const now = this.#changes.now()
      if (!isOver(order, now)) return
      await takeStep(records, announce, id, 'expire', { author: null, now, reason: 'not paid in time' })
    })
  }
}

/** Collected, cancelled or paid since it was read, it is not. */
function isOver({ state, hold_expires_at }: OrderRow, now: number): boolean {
  return (state === 'placed' || state === 'ready') && hold_expires_at !== null && hold_expires_at <= now
}
