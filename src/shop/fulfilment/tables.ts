import type { FulfilmentKind } from '../../wire.ts'

export type FulfilmentTables = {
  fulfilments: {
    id: string
    order_id: string
    store_id: string
    kind: FulfilmentKind
    state: 'waiting' | 'ready' | 'shipped' | 'collected' | 'delivered' | 'cancelled'
    pickup_code: string | null
    slot_starts_at: number | null
    carrier: string | null
    tracking_number: string | null
    ready_at: number | null
    shipped_at: number | null
    done_at: number | null
    done_by: string | null
  }
  allocations: {
    fulfilment_id: string
    order_id: string
    store_id: string
    variant_id: string
    quantity: number
    state: 'planned' | 'reserved' | 'gone' | 'released'
  }
  visit_slots: {
    store_id: string
    starts_at: number
    ends_at: number
    capacity: number
    taken: number
  }
}
