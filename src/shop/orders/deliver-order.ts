import { InvalidError } from '../../errors.ts'
import type { Announce, Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { type ReturnedGoods, takeBack } from '../fulfilment/take-back.ts'
import { dropUnits } from './drop-units.ts'
import { endEmpty } from './end-empty.ts'
import { refusalOf } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'
import { lockOrder, type StepBy, takeStep } from './take-step.ts'

/**
 * A parcel has arrived, and what was kept of it is paid. What was refused at the door costs nothing, and is back in the
 * store that sent it: on its shelf or written off.
 * @throws as `takeStep` and `dropUnits`; InvalidError for more than the parcel had.
 */
export async function deliverOrder(
  records: Records,
  announce: Announce,
  orderId: string,
  refused: readonly ReturnedGoods[],
  by: StepBy & { readonly only: (fulfilment: FulfilmentRow) => boolean },
): Promise<OrderRow> {
  if (refused.length === 0) return takeStep(records, announce, orderId, 'deliver', by)
  const order = await lockOrder(records, orderId)
  const fulfilments = await records.fulfilments.ofOrders([orderId])
  const refusal = refusalOf('deliver', order, fulfilments)
  if (refusal !== null) throw refusal
  const [parcel, other] = fulfilments.filter(one => one.state === 'shipped' && by.only(one))
  if (parcel === undefined || other !== undefined) {
    throw new InvalidError('Say by fulfilmentId from which parcel something was refused.')
  }
  await requireSent(records, parcel, refused)
  // In the order in which everybody locks: the shift, then levels, then what money locks.
  if (by.shiftId) await records.till.lock(by.shiftId)
  await records.stock.lockLevels(
    refused.map(({ variantId }) => variantId),
    parcel.store_id,
  )
  const reason = 'refused at the door'
  const units = refused.map(line => ({ variantId: line.variantId, quantity: unitsOf(line) }))
  const { worth, excess } = await dropUnits(records, announce, order, units, { ...by, reason })
  const delivered = await takeStep(records, announce, orderId, 'deliver', by)
  const { author, now } = by
  const goods = { storeId: parcel.store_id, staffId: author?.id ?? null, now, reason: order.number }
  await takeBack(records, announce, orderId, refused, goods)
  const data = { storeId: parcel.store_id, lines: refused, amount: worth, refunded: excess }
  await records.orders.addEvent(orderId, 'refused', by, data)
  await records.audit.record({
    ...{ at: now, actor: author, action: 'order.refused', storeId: parcel.store_id },
    ...{ subject: { kind: 'order', id: orderId }, before: { total: order.total } },
    after: { total: delivered.total, ...data },
  })
  return endEmpty(records, announce, delivered, by)
}

async function requireSent(
  records: Records,
  parcel: FulfilmentRow,
  refused: readonly ReturnedGoods[],
): Promise<void> {
  const sent = (await records.fulfilments.allocations([parcel.order_id])).filter(
    ({ fulfilment_id }) => fulfilment_id === parcel.id,
  )
  const seen = new Set<string>()
  for (const line of refused) {
    const { quantity = 0 } = sent.find(({ variant_id }) => variant_id === line.variantId) ?? {}
    if (seen.has(line.variantId) || unitsOf(line) > quantity) {
      throw new InvalidError(`The parcel had ${quantity} of ${line.variantId}.`)
    }
    seen.add(line.variantId)
  }
}

function unitsOf({ restocked, writtenOff }: ReturnedGoods): number {
  return restocked + writtenOff
}
