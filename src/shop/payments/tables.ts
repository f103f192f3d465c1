import type { TenderMethod } from '../../wire.ts'

export type PaymentsTables = {
  tenders: {
    id: string
    order_id: string
    /** Their order, since several are paid at one moment. */
    position: number
    method: TenderMethod
    state: 'pending' | 'captured' | 'failed'
    amount: number
    refunded: number
    currency: string
    tendered: number | null
    reference: string | null
    store_id: string | null
    shift_id: string | null
    staff_id: string | null
    at: number
  }
  refunds: {
    id: string
    order_id: string
    tender_id: string
    return_id: string | null
    method: TenderMethod
    amount: number
    state: 'due' | 'done'
    reason: string
    reference: string | null
    store_id: string | null
    shift_id: string | null
    staff_id: string | null
    at: number
    done_at: number | null
  }
}
