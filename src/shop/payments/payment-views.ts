import { isoTime } from '../../fields.ts'
import type { OrderView } from '../../wire.ts'
import type { RefundRow, TenderRow } from './payments-store.ts'

export function tenderView(row: TenderRow): OrderView['tenders'][number] {
  const { currency } = row
  return {
    id: row.id,
    method: row.method,
    state: row.state,
    amount: { amount: row.amount, currency },
    refunded: { amount: row.refunded, currency },
    tendered: row.tendered === null ? null : { amount: row.tendered, currency },
    at: isoTime(row.at),
  }
}

export function refundView(row: RefundRow, currency: string): OrderView['refunds'][number] {
  return {
    id: row.id,
    tenderId: row.tender_id,
    returnId: row.return_id,
    storeId: row.store_id,
    method: row.method,
    amount: { amount: row.amount, currency },
    state: row.state,
    reason: row.reason,
    at: isoTime(row.at),
  }
}
