import type { Selectable } from 'kysely'
import type { Db } from '../database.ts'
import type { Role } from '../permissions.ts'
import type { Via } from '../route.ts'

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
    kind: 'adjust' | 'reserve' | 'release' | 'hand-over' | 'ship'
    on_hand: number
    reserved: number
    reason: string | null
    order_id: string | null
    staff_id: string | null
    at: number
  }
  orders: {
    id: string
    number: string
    state: 'placed' | 'shipped' | 'collected' | 'cancelled' | 'expired'
    kind: 'pickup' | 'delivery'
    store_id: string
    address: string | null
    contact_name: string
    contact_phone: string
    payment_method: string
    room_slug: string | null
    currency: string
    total: number
    pickup_code: string | null
    hold_expires_at: number | null
    placed_at: number
    closed_at: number | null
    closed_by: string | null
    carrier: string | null
    tracking_number: string | null
  }
  order_lines: {
    order_id: string
    store_id: string
    variant_id: string
    position: number
    product_id: string
    sku: string
    title: string
    variant_title: string
    quantity: number
    unit_price: number
  }
  order_numbers: {
    month: string
    last: number
  }
  tenders: {
    id: string
    order_id: string
    method: string
    amount: number
    currency: string
    staff_id: string | null
    at: number
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
