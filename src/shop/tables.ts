import type { Selectable } from 'kysely'
import type { Db } from '../database.ts'

/** The shop's tables as Kysely sees them. Times are epoch milliseconds; money is minor units. */
export type ShopTables = {
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

export type ShopDb = Db<ShopTables>
export type Row<Table extends keyof ShopTables> = Selectable<ShopTables[Table]>
