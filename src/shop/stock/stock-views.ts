import { isoTime } from '../../fields.ts'
import { type AdjustReason, adjustReasonSchema, type LevelView, type MovementView } from '../../wire.ts'
import type { LevelRow, MovementRow } from './stock-store.ts'

export function levelView(row: LevelRow): LevelView {
  return {
    storeId: row.store_id,
    variantId: row.variant_id,
    onHand: row.on_hand,
    reserved: row.reserved,
    available: row.on_hand - row.reserved,
  }
}

export function movementView(row: MovementRow): MovementView {
  return {
    id: row.id,
    storeId: row.store_id,
    variantId: row.variant_id,
    kind: row.kind,
    onHand: row.on_hand,
    reserved: row.reserved,
    reason: row.reason,
    reasonCode: row.kind === 'adjust' ? reasonCode(row.reason) : null,
    note: row.note,
    orderId: row.order_id,
    document:
      row.document_id === null || row.document_kind === null
        ? null
        : { kind: row.document_kind, id: row.document_id },
    staffId: row.staff_id,
    at: isoTime(row.at),
  }
}

function reasonCode(reason: string | null): AdjustReason {
  return adjustReasonSchema.options.find(code => code === reason) ?? 'other'
}
