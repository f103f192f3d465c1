import type { Selectable } from 'kysely'
import type { Db } from '../database.ts'
import type { Role } from '../permissions.ts'
import type { Via } from '../route.ts'
import type { OrderState, TenderMethod } from '../wire.ts'

export type MovementKind =
  | 'adjust'
  | 'receive'
  | 'transfer-out'
  | 'transfer-in'
  | 'count'
  | 'reserve'
  | 'release'
  | 'hand-over'
  | 'ship'
  | 'sale'
  | 'return'
  | 'write-off'

export type FulfilmentKind = 'pickup' | 'delivery' | 'visit' | 'counter'

/** The shop's tables as Kysely sees them. Times are epoch milliseconds; money is minor units. */
export type ShopTables = StaffTables & {
  stores: {
    id: string
    name: string
    address: string
    phone: string | null
    latitude: number | null
    longitude: number | null
    pickup: 'disabled' | 'local' | 'all'
    opens: string
    closes: string
    created_at: number
  }
  products: {
    id: string
    title: string
    description: string
    created_at: number
  }
  variants: {
    id: string
    product_id: string
    position: number
    sku: string
    title: string
    barcode: string | null
    price: number
    compare_at_price: number | null
    currency: string
  }
  pictures: {
    product_id: string
    width: number
    height: number
    file: string
  }
  stock_levels: {
    store_id: string
    variant_id: string
    on_hand: number
    reserved: number
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
    document_kind: string | null
    document_id: string | null
    staff_id: string | null
    at: number
  }
  orders: {
    id: string
    number: string
    state: OrderState
    kind: FulfilmentKind
    channel: 'web' | 'live' | 'counter' | 'phone'
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
    returned: number
    refunded: number
  }
  order_numbers: {
    month: string
    last: number
  }
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
  shifts: {
    id: string
    store_id: string
    till: string
    currency: string
    opened_at: number
    opened_by: string
    opening_cash: number
    closed_at: number | null
    closed_by: string | null
    expected_cash: number | null
    counted_cash: number | null
    note: string | null
  }
  cash_movements: {
    id: string
    shift_id: string
    amount: number
    reason: string
    staff_id: string | null
    at: number
  }
  tenders: {
    id: string
    order_id: string
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
  order_events: {
    id: string
    order_id: string
    kind: string
    data: string
    staff_id: string | null
    staff_name: string | null
    at: number
  }
  notices: {
    id: string
    kind: string
    order_id: string | null
    store_id: string | null
    data: string
    at: number
    seen_at: number | null
    seen_by: string | null
  }
  /** `status` and `body` are null only inside the transaction that claims the key. */
  idempotency_keys: {
    key_hash: string
    request_hash: string
    status: number | null
    body: string | null
    at: number
  }
}

/** Secrets are kept as hashes only. */
type StaffTables = {
  staff: {
    id: string
    name: string
    /** The name folded for comparing. */
    name_key: string
    password_hash: string
    role: Role
    /** null: all stores. */
    store_id: string | null
    disabled_at: number | null
    created_at: number
  }
  sessions: {
    id: string
    token_hash: string
    staff_id: string
    device: string
    created_at: number
    seen_at: number
    expires_at: number
  }
  owner_links: { token_hash: string; expires_at: number }
  invitations: {
    id: string
    token_hash: string
    /** Whose password is to be set anew; null: a new person is to come. */
    staff_id: string | null
    role: Role
    store_id: string | null
    name: string | null
    /** null: the owner's token. */
    made_by: string | null
    made_by_name: string
    created_at: number
    expires_at: number
    used_at: number | null
    revoked_at: number | null
  }
  api_tokens: {
    id: string
    token_hash: string
    name: string
    /** A JSON array of permissions. */
    scopes: string
    store_id: string | null
    /** null: made with the owner's token. */
    staff_id: string | null
    created_at: number
    expires_at: number | null
    used_at: number | null
    revoked_at: number | null
  }
  /** Append-only. `before` and `after` are JSON objects. */
  audit: {
    id: string
    at: number
    actor_id: string
    actor_name: string
    via: Via
    action: string
    subject_kind: string
    subject_id: string
    store_id: string | null
    before: string | null
    after: string | null
  }
}

export type ShopDb = Db<ShopTables>
export type Row<Table extends keyof ShopTables> = Selectable<ShopTables[Table]>
