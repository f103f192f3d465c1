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

export type ShopDb = Db<ShopTables>
export type Row<Table extends keyof ShopTables> = Selectable<ShopTables[Table]>
