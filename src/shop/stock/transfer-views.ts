import { isoTime } from '../../fields.ts'
import type { TransferView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import { headView } from './documents.ts'
import type { DocumentRow } from './documents-store.ts'
import { goodsIn, goodsOf } from './goods.ts'

export async function transferView(records: Records, row: DocumentRow): Promise<TransferView> {
  const { state } = row
  if (state !== 'requested' && state !== 'on-the-way' && state !== 'received' && state !== 'cancelled') {
    throw new Error(`the transfer ${row.id} is ${state}`)
  }
  const lines = await records.transfers.lines(row.id)
  const goods = await goodsOf(
    records,
    lines.map(line => line.variant_id),
  )
  return {
    ...headView(row),
    state,
    toStoreId: row.to_store_id ?? '',
    sentAt: row.sent_at === null ? null : isoTime(row.sent_at),
    lines: lines.map(({ variant_id, requested, sent, received, sent_reason: sentReason, reason }) => ({
      ...goodsIn(goods, variant_id),
      ...{ requested, sent, received, sentReason, reason },
    })),
  }
}

export function auditedTransfer({ state, notes, lines, toStoreId }: TransferView) {
  return {
    ...{ state, notes, toStoreId },
    lines: lines.map(({ sku, requested, sent, received, sentReason, reason }) => ({
      ...{ sku, requested, sent, received, sentReason, reason },
    })),
  }
}
