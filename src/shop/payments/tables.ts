import type { TenderMethod } from '../../wire.ts'

export type PaymentsTables = {
  tenders: {
    id: string
    order_id: string
    /** Their order, which ids give within one process only: processes take turns, and their clocks differ. */
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
    /** How often it was taken for sending to its company. */
    attempts: number
    /**
     * Until then nobody else sends it, epoch milliseconds; once it is over, nobody knows whether the company has given it
     * back. null: it has not.
     */
    sending_until: number | null
  }
}
