import type { MovementKind, SendReason } from '../../wire.ts'

export type StockTables = {
  stock_levels: {
    store_id: string
    variant_id: string
    on_hand: number
    reserved: number
    /** At or below this the goods run out; null: as configured. */
    low_at: number | null
  }
  /** `on_hand` and `reserved` are changes. */
  stock_movements: {
    id: string
    store_id: string
    variant_id: string
    kind: MovementKind
    on_hand: number
    reserved: number
    reason: string | null
    note: string | null
    order_id: string | null
    /** Whose goods it moves: with the store and the variant it names an allocation. */
    fulfilment_id: string | null
    document_kind: 'receipt' | 'transfer' | 'count' | null
    document_id: string | null
    staff_id: string | null
    at: number
  }
  document_numbers: {
    series: string
    month: string
    last: number
  }
  /** What moves goods without an order; `to_store_id` of transfers, `supplier` of receipts, `scope` of counts. */
  stock_documents: {
    id: string
    kind: 'receipt' | 'transfer' | 'count'
    number: string
    state: 'draft' | 'posted' | 'requested' | 'on-the-way' | 'received' | 'open' | 'cancelled'
    store_id: string
    to_store_id: string | null
    supplier: string | null
    scope: 'all' | 'selection' | null
    /** Of a count of one category: its name then. */
    scope_name: string | null
    notes: string
    revision: number
    created_at: number
    created_by: string | null
    created_by_name: string | null
    sent_at: number | null
    closed_at: number | null
    closed_by: string | null
    closed_by_name: string | null
  }
  receipt_lines: {
    document_id: string
    variant_id: string
    position: number
    expected: number | null
    received: number
  }
  transfer_lines: {
    document_id: string
    variant_id: string
    position: number
    requested: number
    sent: number | null
    received: number | null
    /** Why less or more was sent than was asked for. */
    sent_reason: SendReason | null
    /** Why less or more arrived than was sent. */
    reason: string | null
  }
  count_scope: {
    document_id: string
    variant_id: string
  }
  count_lines: {
    document_id: string
    variant_id: string
    counted: number
    /** On hand by the books when it was counted. */
    expected: number
    /** What came and went between its first entry and its last. */
    moved: number
    counted_at: number
    outcome: 'posted' | 'not-posted' | null
  }
  count_entries: {
    id: string
    document_id: string
    variant_id: string
    mode: 'set' | 'add'
    quantity: number
    counted: number
    expected: number
    staff_id: string | null
    staff_name: string | null
    at: number
  }
}
