import type { Selectable } from 'kysely'
import type { Db } from '../database.ts'
import type { Role } from '../permissions.ts'
import type { Via } from '../route.ts'
import type { FulfilmentKind, MovementKind, OrderState, TenderMethod } from '../wire.ts'

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
    /** JSON: the spans of each weekday. `opens` and `closes` are the usual ones of them. */
    week: string
    /** JSON: the dates with other hours. */
    holidays: string
    delivery_kind: 'none' | 'everywhere' | 'radius'
    delivery_kilometres: number | null
    /** All three or none: no visits. */
    visit_minutes: number | null
    visit_capacity: number | null
    visit_days: number | null
    /** Closed for good. */
    closed_at: number | null
  }
  /** At most three deep: `depth` is one more than `parent_depth`. */
  categories: {
    id: string
    parent_id: string | null
    parent_depth: number | null
    depth: number
    position: number
    name: string
    created_at: number
  }
  product_categories: {
    product_id: string
    category_id: string
  }
  products: {
    id: string
    title: string
    description: string
    created_at: number
    /** What a file of products calls it; null: its id. */
    handle: string | null
    status: 'draft' | 'active' | 'archived'
    stock_policy: 'hold' | 'first-paid'
    /** null: not taken back, for the reason in `return_exception`. */
    return_days: number | null
    return_exception: string | null
    /** JSON: names with their values, in order. */
    options: string
    /** The title as lists are sorted by it. */
    title_key: string
    /** By which rules its search terms were made. */
    search_version: number
    version: number
    updated_at: number
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
    /** JSON: one value for each option of the product, in their order. */
    options: string
    archived_at: number | null
    /** When the present price began. */
    price_since: number
    /** Before that: the lowest price it was sold at in 7 days, and offered at in 30; null: none. */
    lowest_7_days: number | null
    lowest_30_days: number | null
  }
  product_pictures: {
    id: string
    product_id: string
    variant_id: string | null
    position: number
    alt: string
  }
  picture_files: {
    picture_id: string
    width: number
    height: number
    file: string
  }
  /** Append-only. */
  price_changes: {
    id: string
    variant_id: string
    price: number
    compare_at_price: number | null
    currency: string
    staff_id: string | null
    at: number
  }
  /** What was sold at which price on which day (days since 1970 in UTC), and first and last when. */
  deal_prices: {
    variant_id: string
    day: number
    price: number
    first_at: number
    last_at: number
  }
  search_terms: {
    product_id: string
    term: string
    /** 0 a code, 1 the title, 2 other names, 3 the description. */
    tier: number
  }
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
  /** By which the orders of a buyer's name are found. */
  order_words: {
    order_id: string
    term: string
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
    /** Their order, since several happen at one moment. */
    position: number
    kind: string
    data: string
    staff_id: string | null
    staff_name: string | null
    at: number
  }
  day_figures: {
    starts_at: number
    ends_at: number
    store_id: string
    channel: string
    currency: string
    orders: number
    ordered: number
    taken: number
    refunded: number
  }
  figured_days: { starts_at: number; ends_at: number }
  late_facts: { id: number; count: number }
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
    /** What it was called then. */
    subject_name: string | null
    store_id: string | null
    before: string | null
    after: string | null
  }
}

export type ShopDb = Db<ShopTables>
export type Row<Table extends keyof ShopTables> = Selectable<ShopTables[Table]>
