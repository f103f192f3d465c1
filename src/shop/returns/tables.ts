export type ReturnsTables = {
  returns: {
    id: string
    number: string
    order_id: string
    kind: 'return' | 'withdrawal'
    via: 'store' | 'post'
    state: 'requested' | 'received' | 'refused' | 'cancelled'
    store_id: string | null
    reason: string
    note: string | null
    carrier: string | null
    tracking_number: string | null
    amount: number
    requested_at: number
    /** null: the buyer. */
    requested_by: string | null
    decided_at: number | null
    decided_by: string | null
  }
  return_lines: {
    return_id: string
    order_id: string
    variant_id: string
    quantity: number
    amount: number
    restocked: number
    written_off: number
  }
}
