import type { Changes } from '../changes.ts'
import { writeNotice } from '../notices/notices.ts'

const dayMs = 86_400_000
const atOnce = 100

/**
 * Tells the merchant, once an order, of goods that were paid and that nobody fetches. They are the buyer's: whether to
 * call, to give the money back or to keep them is for people to decide.
 */
export class Uncollected {
  readonly #changes: Changes
  readonly #after: number

  constructor(changes: Changes, days: number) {
    this.#changes = changes
    this.#after = days * dayMs
  }

  /** Returns when to come again; null: when woken. */
  async tellDue(): Promise<number | null> {
    const { records, now } = this.#changes
    const waiting = await records.orders.uncollected(atOnce)
    const due = waiting.filter(({ since }) => since + this.#after <= now())
    for (const { orderId } of due) await this.#tell(orderId)
    if (due.length === atOnce) return now()
    const next = waiting[due.length]
    return next === undefined ? null : next.since + this.#after
  }

  async #tell(orderId: string): Promise<void> {
    await this.#changes.make(async (records, announce) => {
      const now = this.#changes.now()
      const order = await records.orders.lock(orderId)
      // Collected, cancelled or told of since it was read.
      const [goods] = await records.orders.uncollected(1, orderId)
      if (order === undefined || goods === undefined || goods.since + this.#after > now) return
      await writeNotice(records, announce, {
        ...{ kind: 'not-collected', orderId, storeId: goods.storeId, now },
        data: {
          amount: order.captured - order.refunded,
          currency: order.currency,
          days: Math.floor((now - goods.since) / dayMs),
        },
      })
    })
  }
}
