import { isoTime } from '../../fields.ts'
import type { ReturnView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import { refundPlan } from '../payments/refund-plan.ts'
import { storeView } from '../stores/store-views.ts'
import type { ReturnRow } from './returns-store.ts'

/** The views of returns, in the order of the rows. */
export async function returnViews(records: Records, rows: readonly ReturnRow[]): Promise<ReturnView[]> {
  const orderIds = [...new Set(rows.map(row => row.order_id))]
  const orders = await records.orders.findAll(orderIds)
  const orderLines = await records.orders.lines(orderIds)
  const lines = await records.returns.lines(rows.map(({ id }) => id))
  const stores = await records.stores.findAll([...new Set(rows.flatMap(row => row.store_id ?? []))])
  const tenders = await records.payments.tenders(orderIds)
  const refunds = await records.payments.refunds(orderIds)
  return rows.map(row => {
    const order = orders.find(({ id }) => id === row.order_id)
    if (order === undefined) throw new Error(`return ${row.id} has no order`)
    const money = (amount: number) => ({ amount, currency: order.currency })
    const store = stores.find(({ id }) => id === row.store_id)
    const own = tenders.filter(tender => tender.order_id === order.id)
    const planned = row.state === 'requested' ? (refundPlan(own, row.amount) ?? []) : []
    return {
      id: row.id,
      number: row.number,
      orderId: order.id,
      orderNumber: order.number,
      kind: row.kind,
      via: row.via,
      state: row.state,
      store: store === undefined ? null : storeView(store),
      reason: row.reason,
      refusal: row.state === 'refused' ? row.note : null,
      lines: lines
        .filter(line => line.return_id === row.id)
        .map(line => {
          const bought = orderLines.find(
            ({ order_id, variant_id }) => order_id === order.id && variant_id === line.variant_id,
          )
          return {
            variantId: line.variant_id,
            title: bought?.title ?? '',
            variantTitle: bought?.variant_title ?? '',
            quantity: line.quantity,
            amount: money(line.amount),
            restocked: line.restocked,
            writtenOff: line.written_off,
          }
        }),
      amount: money(row.amount),
      refunds: [
        ...planned.flatMap(({ tenderId, amount }) => {
          const tender = own.find(({ id }) => id === tenderId)
          return tender === undefined
            ? []
            : [{ tenderId, method: tender.method, amount: money(amount), state: 'planned' as const }]
        }),
        ...refunds
          .filter(({ return_id }) => return_id === row.id)
          .map(({ tender_id, method, amount, state }) => ({
            tenderId: tender_id,
            method,
            amount: money(amount),
            state,
          })),
      ],
      carrier: row.carrier,
      trackingNumber: row.tracking_number,
      requestedAt: isoTime(row.requested_at),
      decidedAt: row.decided_at === null ? null : isoTime(row.decided_at),
    }
  })
}
