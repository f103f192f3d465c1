import type { FulfilmentKind, OrderState } from '../../wire.ts'

export type OrdersTables = {
  orders: {
    id: string
    number: string
    state: OrderState
    kind: FulfilmentKind
    channel: 'web' | 'live' | 'counter'
    contact_name: string | null
    contact_phone: string | null
    /** What search looks for: the name folded, the digits of the phone from the last to the first. */
    name_key: string | null
    phone_key: string | null
    address: string | null
    latitude: number | null
    longitude: number | null
    note: string | null
    payment_method: string
    room_slug: string | null
    currency: string
    total: number
    captured: number
    refunded: number
    hold_expires_at: number | null
    placed_at: number
    paid_at: number | null
    /** When all of it was collected or delivered. */
    done_at: number | null
    /** Until when a unit of it may be brought back; known once it is done. */
    returnable_until: number | null
    /** When it was cancelled, expired or closed. */
    closed_at: number | null
    staff_id: string | null
    shift_id: string | null
  }
  order_lines: {
    order_id: string
    variant_id: string
    position: number
    product_id: string
    sku: string
    title: string
    variant_title: string
    quantity: number
    unit_price: number
    /** What the line costs after its share of any discount. */
    total: number
    stock_policy: 'hold' | 'first-paid'
    /** null: cannot be returned, for the reason in `return_exception`. */
    return_days: number | null
    return_exception: string | null
    /** Units that have come back, are asked to, or were dropped. */
    returned: number
    /** Those of them that the buyer never had: not sent after all, or refused at the door. */
    dropped: number
    refunded: number
  }
  /** By which the orders of a buyer's name are found. */
  order_words: {
    order_id: string
    term: string
  }
  order_numbers: {
    month: string
    last: number
  }
  order_events: {
    id: string
    order_id: string
    /** Their order, which ids give within one process only: processes take turns, and their clocks differ. */
    position: number
    kind: string
    data: string
    staff_id: string | null
    staff_name: string | null
    at: number
  }
}
