import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { makeAppendOnly, tableWords } from './dialect.ts'

/**
 * Stores, catalogue, stock and orders. Times are epoch milliseconds, money is minor units. What must never
 * be wrong is said here as a constraint too, so that a mistake in code fails instead of selling thin air.
 */
export const shop: Migration = {
  async up(db) {
    const { text, integer, real, end } = tableWords(db)
    const statements = [
      `create table stores (
        id ${text} not null primary key,
        name ${text} not null,
        address ${text} not null,
        phone ${text},
        latitude ${real},
        longitude ${real},
        pickup ${text} not null check (pickup in ('disabled', 'local', 'all')),
        opens ${text} not null,
        closes ${text} not null,
        created_at ${integer} not null,
        check ((latitude is null) = (longitude is null))
      ) ${end}`,

      `create table products (
        id ${text} not null primary key,
        title ${text} not null,
        description ${text} not null,
        created_at ${integer} not null
      ) ${end}`,

      `create table variants (
        id ${text} not null primary key,
        product_id ${text} not null references products (id),
        position ${integer} not null,
        sku ${text} not null unique,
        title ${text} not null,
        barcode ${text} unique,
        price ${integer} not null check (price between 0 and 1000000000000),
        compare_at_price ${integer} check (compare_at_price between 0 and 1000000000000),
        currency ${text} not null,
        unique (product_id, position)
      ) ${end}`,

      `create table pictures (
        product_id ${text} not null references products (id),
        width ${integer} not null,
        height ${integer} not null,
        file ${text} not null unique,
        primary key (product_id, width)
      ) ${end}`,

      `create table stock_levels (
        store_id ${text} not null references stores (id),
        variant_id ${text} not null references variants (id),
        on_hand ${integer} not null check (on_hand <= 1000000000000),
        reserved ${integer} not null check (reserved >= 0),
        primary key (store_id, variant_id),
        check (on_hand >= reserved)
      ) ${end}`,
      `create index stock_levels_by_variant on stock_levels (variant_id)`,

      `create table orders (
        id ${text} not null primary key,
        number ${text} not null unique,
        state ${text} not null check (state in ('placed', 'shipped', 'collected', 'cancelled', 'expired')),
        kind ${text} not null check (kind in ('pickup', 'delivery')),
        store_id ${text} not null references stores (id),
        address ${text},
        contact_name ${text} not null,
        contact_phone ${text} not null,
        payment_method ${text} not null,
        room_slug ${text},
        currency ${text} not null,
        total ${integer} not null check (total >= 0),
        pickup_code ${text} unique,
        hold_expires_at ${integer},
        placed_at ${integer} not null,
        closed_at ${integer},
        closed_by ${text},
        carrier ${text},
        tracking_number ${text},
        unique (id, store_id),
        check ((kind = 'delivery') = (address is not null)),
        check ((kind = 'pickup') = (pickup_code is not null)),
        check ((kind = 'pickup') = (hold_expires_at is not null)),
        check ((state = 'placed') = (closed_at is null)),
        check (state <> 'collected' or kind = 'pickup'),
        check (state <> 'shipped' or kind = 'delivery')
      ) ${end}`,
      `create index orders_held on orders (hold_expires_at) where state = 'placed'`,
      `create index orders_by_state on orders (state, id)`,
      `create index orders_by_store on orders (store_id, id)`,
      `create index orders_by_room on orders (room_slug, id)`,

      // A line can only name the store of its order: what was reserved is what is handed over.
      `create table order_lines (
        order_id ${text} not null,
        store_id ${text} not null,
        variant_id ${text} not null,
        position ${integer} not null,
        product_id ${text} not null references products (id),
        sku ${text} not null,
        title ${text} not null,
        variant_title ${text} not null,
        quantity ${integer} not null check (quantity > 0),
        unit_price ${integer} not null check (unit_price >= 0),
        primary key (order_id, variant_id),
        foreign key (order_id, store_id) references orders (id, store_id),
        foreign key (store_id, variant_id) references stock_levels (store_id, variant_id)
      ) ${end}`,

      // on_hand and reserved are changes here; their sums are the level.
      `create table stock_movements (
        id ${text} not null primary key,
        store_id ${text} not null,
        variant_id ${text} not null,
        kind ${text} not null check (kind in ('adjust', 'reserve', 'release', 'hand-over', 'ship')),
        on_hand ${integer} not null,
        reserved ${integer} not null,
        reason ${text},
        order_id ${text},
        staff_id ${text},
        at ${integer} not null,
        foreign key (store_id, variant_id) references stock_levels (store_id, variant_id),
        foreign key (order_id, store_id) references orders (id, store_id),
        foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
        check ((kind = 'adjust') = (order_id is null)),
        check ((kind = 'adjust') = (reason is not null)),
        check (kind <> 'adjust' or reserved = 0),
        check (kind <> 'reserve' or (on_hand = 0 and reserved > 0)),
        check (kind <> 'release' or (on_hand = 0 and reserved < 0)),
        check (kind not in ('hand-over', 'ship') or (on_hand = reserved and reserved < 0))
      ) ${end}`,
      `create index stock_movements_by_level on stock_movements (store_id, variant_id, id)`,
      `create index stock_movements_by_variant on stock_movements (variant_id, id)`,
      // The goods of a line are reserved once, and go or come back once.
      `create unique index stock_movements_reserved on stock_movements (order_id, variant_id)
        where kind = 'reserve'`,
      `create unique index stock_movements_settled on stock_movements (order_id, variant_id)
        where kind in ('release', 'hand-over', 'ship')`,

      `create table order_numbers (
        month ${text} not null primary key,
        last ${integer} not null
      ) ${end}`,

      `create table tenders (
        id ${text} not null primary key,
        order_id ${text} not null references orders (id),
        method ${text} not null,
        amount ${integer} not null check (amount >= 0),
        currency ${text} not null,
        staff_id ${text},
        at ${integer} not null
      ) ${end}`,
      `create index tenders_by_order on tenders (order_id)`,

      `create table idempotency_keys (
        key_hash ${text} not null primary key,
        request_hash ${text} not null,
        status ${integer},
        body ${text},
        at ${integer} not null
      ) ${end}`,
      `create index idempotency_keys_by_age on idempotency_keys (at)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
    await makeAppendOnly(db, 'stock_movements')
    await makeAppendOnly(db, 'tenders')
  },
}
