import type { AppError } from '../../errors.ts'
import type { OrderPreview } from '../../wire.ts'
import type { Records } from '../changes.ts'
import { storeView } from '../stores/store-views.ts'
import { notSold, priceBasket } from './basket.ts'
import type { Basket } from './order-fields.ts'
import { planFulfilment } from './plan-fulfilment.ts'

/**
 * What a basket would cost and from where it would come, without the lines of which nothing may be told; writes and holds
 * nothing.
 * @throws ConflictError `not-sold` if those are all, so that there is nothing to price.
 */
export async function previewOrder(
  records: Records,
  { lines, fulfilment }: Basket,
  maxQuantity: number,
): Promise<OrderPreview> {
  const priced = await priceBasket(records, lines, maxQuantity)
  const { currency } = priced
  const unsold = notSold(priced)
  if (unsold !== null && priced.lines.length === 0) throw unsold
  const plan = await planFulfilment(records, fulfilment, priced.lines, { lock: false })
  const storeId = fulfilment.kind === 'delivery' ? null : fulfilment.storeId
  const levels = await records.stock.levels(
    priced.lines.map(({ variantId }) => variantId),
    storeId,
  )
  const availableOf = (variantId: string) =>
    levels
      .filter(({ variant_id }) => variant_id === variantId)
      .reduce((sum, { on_hand, reserved }) => sum + on_hand - reserved, 0)
  return {
    total: { amount: priced.total, currency },
    lines: priced.lines.map(line => ({
      variantId: line.variantId,
      title: line.title,
      variantTitle: line.variantTitle,
      quantity: line.quantity,
      unitPrice: { amount: line.unitPrice, currency },
      total: { amount: line.total, currency },
      available: line.rule.onSale ? availableOf(line.variantId) : 0,
    })),
    parcels: plan.parcels.flatMap(({ storeId, distanceMetres, lines }) => {
      const store = plan.stores.find(({ id }) => id === storeId)
      return store === undefined ? [] : [{ store: storeView(store), distanceMetres, lines: [...lines] }]
    }),
    problems: [unsold, plan.refusal].flatMap(problem => (problem === null ? [] : problemOf(problem))),
  }
}

function problemOf({ type, message, details }: AppError) {
  return { ...details, type, detail: message }
}
