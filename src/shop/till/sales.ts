import { ConflictError, InvalidError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { type Kept, keptDays, once } from '../idempotency/once.ts'
import type { AccessTokens } from '../orders/access-tokens.ts'
import { orderView } from '../orders/order-views.ts'
import { sellOverCounter } from '../orders/sell-over-counter.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { shiftForLate } from './open-shift.ts'
import { sellerOf } from './seller.ts'
import type { Sale } from './till-fields.ts'

const dayMs = 86_400_000

type SalesDeps = {
  readonly changes: Changes
  readonly clock: StoreClock
  readonly tokens: AccessTokens
  readonly maxQuantity: number
}

/** What goes over the counter: once for each key, however late and however often a till says it. */
export class Sales {
  readonly #deps: SalesDeps

  constructor(deps: SalesDeps) {
    this.#deps = deps
  }

  /**
   * A sale of now, or of `soldAt` when the till had no connection: that is then its time. It belongs to its shift, or to
   * the one that is open on the same till when its own is closed. The books name who sold it, the audit trail who sent it.
   * @throws ConflictError `out-of-stock` (`lines`), `price-changed` (`total`), `shift-closed`, `too-late`, `not-a-seller`.
   */
  async sell(sale: Sale, sentBy: Author, key: string): Promise<Kept> {
    const { changes, tokens } = this.#deps
    const at = changes.now()
    return changes.make(async (records, announce) => {
      const { status, body } = await once(records.keys, { key, call: 'sell', input: sale, at }, async () => {
        const now = soldAt(sale, at)
        const author = await sellerOf(records, sale, now, sentBy)
        const shift = await shiftForLate(records, sale.shiftId, sale.storeId)
        const order = await sellOverCounter(
          records,
          announce,
          {
            storeId: sale.storeId,
            shiftId: shift.id,
            lines: sale.lines,
            tenders: await paidInFull(records, sale),
            contact: sale.contact ?? null,
          },
          { author, sentBy, now, clock: this.#deps.clock, maxQuantity: this.#deps.maxQuantity },
        )
        if (author.id !== sentBy.id) {
          await records.audit.record({
            ...{ at, actor: sentBy, action: 'sale.booked', subject: { kind: 'order', id: order.id } },
            storeId: sale.storeId,
            after: { number: order.number, soldBy: author.name, soldAt: isoTime(now) },
          })
        }
        await records.figures.forget(now, at)
        return { status: 201, body: await orderView(records, order, 'without-code') }
      })
      // Not kept with the answer: it opens the order.
      return { status, body: { ...body, accessToken: tokens.of('id' in body ? String(body.id) : '') } }
    })
  }
}

/** A till's clock may be wrong, but never ahead. A key is forgotten some day, and a sale must not be made again then. */
function soldAt(sale: Sale, now: number): number {
  const said = sale.soldAt === undefined ? now : Date.parse(sale.soldAt)
  if (said < now - (keptDays - 1) * dayMs) {
    const detail = `This was sold more than ${keptDays - 1} days ago. Look among the orders for whether it is there already.`
    throw new ConflictError('too-late', detail)
  }
  return Math.min(said, now)
}

/** The till and the server must mean the same money: one that shows older prices is told, and charges nothing. */
async function paidInFull(records: Records, sale: Sale): Promise<Sale['tenders']> {
  const paid = sale.tenders.reduce((sum, { amount }) => sum + amount, 0)
  const variants = await records.catalog.variants(sale.lines.map(({ variantId }) => variantId))
  const total = sale.lines.reduce((sum, { variantId, quantity }) => {
    const price = variants.find(({ id }) => id === variantId)?.price ?? 0
    return sum + Number(price) * quantity
  }, 0)
  if (variants.length > 0 && total !== paid) {
    const currency = variants[0]?.currency ?? ''
    throw new ConflictError('price-changed', 'Prices have changed meanwhile. Look at the new total.', {
      total: { amount: total, currency },
      paid: { amount: paid, currency },
    })
  }
  if (!Number.isSafeInteger(total)) throw new InvalidError('The total of the sale is too large.')
  return sale.tenders
}
