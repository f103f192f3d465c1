import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import type { Wanted } from '../fulfilment/route-delivery.ts'
import { lineShare } from '../payments/line-share.ts'
import { settle } from '../payments/pay-order.ts'
import { refund } from '../payments/refund.ts'
import { refundPlan } from '../payments/refund-plan.ts'
import type { OrderRow } from './orders-store.ts'

/** `worth`: by so much the order costs less; `excess`: so much goes back. Minor units. */
export type DropOutcome = { readonly order: OrderRow; readonly worth: number; readonly excess: number }

/**
 * Takes units off an order that its buyer will not have: their store cancels its part, or they are refused at the door. The
 * order costs so much less, what was paid above that goes back the way it came, and what is paid by then is paid. Must be
 * called with the order locked.
 * @throws NotFoundError for a line that the order does not have, ConflictError `more-than-bought`.
 */
export async function dropUnits(
  records: Records,
  announce: Announce,
  { id }: Pick<OrderRow, 'id'>,
  units: readonly Wanted[],
  by: { readonly author: Author | null; readonly now: number; readonly reason: string },
): Promise<DropOutcome> {
  const lines = await records.orders.lines([id])
  const gone = await records.returns.received(id)
  let worth = 0
  for (const { variantId, quantity } of units) {
    const line = lines.find(({ variant_id }) => variant_id === variantId)
    if (line === undefined) throw new NotFoundError(`The line ${variantId}`)
    worth += lineShare(line, gone.get(variantId) ?? 0, quantity)
    if (!(await records.orders.drop(id, variantId, quantity))) {
      const left = line.quantity - line.returned
      throw new ConflictError('more-than-bought', `${line.title}: ${left} are left of it.`, {
        ...{ variantId, left },
      })
    }
  }
  const cheaper = await records.orders.reduceTotal(id, worth)
  const excess = Math.max(0, cheaper.captured - cheaper.refunded - cheaper.total)
  const plan = refundPlan(await records.payments.tenders([id]), excess)
  if (plan === null) throw new Error(`order ${id} was paid less than its books say`)
  await refund(records, announce, id, plan, by)
  const paid = cheaper.total > 0 && cheaper.captured >= cheaper.total && cheaper.paid_at === null
  if (paid) await settle(records, announce, cheaper, by)
  const order = await records.orders.find(id)
  if (order === undefined) throw new NotFoundError('The order')
  return { order, worth, excess }
}
