import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { makeAppendOnly, tableWords } from './dialect.ts'

/**
 * Orders of a chain: what one order takes from several stores, paid by several tenders, and taken back in any store.
 * What must never be wrong is said here as a constraint too.
 */
export const orders: Migration = {
  async up(db) {
    const { integer, real, end } = tableWords(db)
    const statements = [
      // A hold is that of the whole order; `captured` and `refunded` are the sums of its tenders and refunds.
      `create table orders (
        id text not null primary key,
        number text not null unique,
        state text not null check (state in ('placed', 'paid', 'ready', 'shipped', 'collected', 'delivered',
          'closed', 'cancelled', 'expired', 'part-returned', 'returned')),
        kind text not null check (kind in ('pickup', 'delivery', 'visit', 'counter')),
        channel text not null check (channel in ('web', 'live', 'counter', 'phone')),
        contact_name text,
        contact_phone text,
        address text,
        latitude ${real},
        longitude ${real},
        note text,
        payment_method text not null,
        room_slug text,
        currency text not null,
        total ${integer} not null check (total >= 0),
        captured ${integer} not null default 0 check (captured >= 0),
        refunded ${integer} not null default 0 check (refunded >= 0),
        hold_expires_at ${integer},
        placed_at ${integer} not null,
        paid_at ${integer},
        done_at ${integer},
        closed_at ${integer},
        staff_id text,
        shift_id text references shifts (id),
        check (refunded <= captured),
        check ((kind = 'delivery') = (address is not null)),
        check ((kind = 'counter') = (channel = 'counter')),
        check (kind = 'counter' or (contact_name is not null and contact_phone is not null)),
        check ((latitude is null) = (longitude is null)),
        check (state not in ('paid', 'collected', 'closed') or captured >= total)
      ) ${end}`,
      `create table order_lines (
        order_id text not null references orders (id),
        variant_id text not null references variants (id),
        position ${integer} not null,
        product_id text not null references products (id),
        sku text not null,
        title text not null,
        variant_title text not null,
        quantity ${integer} not null check (quantity > 0),
        unit_price ${integer} not null check (unit_price >= 0),
        total ${integer} not null check (total between 0 and quantity * unit_price),
        stock_policy text not null check (stock_policy in ('hold', 'first-paid')),
        return_days ${integer},
        return_exception text,
        returned ${integer} not null default 0,
        refunded ${integer} not null default 0,
        primary key (order_id, variant_id),
        check (returned between 0 and quantity),
        check (refunded between 0 and total),
        check ((return_days is null) = (return_exception is not null))
      ) ${end}`,
      // One for each store that gives goods to an order.
      `create table fulfilments (
        id text not null primary key,
        order_id text not null references orders (id),
        store_id text not null references stores (id),
        kind text not null check (kind in ('pickup', 'delivery', 'visit', 'counter')),
        state text not null check (state in ('waiting', 'ready', 'shipped', 'collected', 'delivered', 'cancelled')),
        pickup_code text unique,
        slot_starts_at ${integer},
        carrier text,
        tracking_number text,
        ready_at ${integer},
        shipped_at ${integer},
        done_at ${integer},
        done_by text,
        unique (id, order_id, store_id),
        foreign key (store_id, slot_starts_at) references visit_slots (store_id, starts_at),
        check ((kind in ('pickup', 'visit')) = (pickup_code is not null)),
        check ((kind = 'visit') = (slot_starts_at is not null)),
        check (state not in ('shipped', 'delivered') or kind = 'delivery'),
        check (state <> 'collected' or kind <> 'delivery')
      ) ${end}`,
      // What of a line a store gives. Goods leave, or come back to, the store of their allocation and no other
      // (medusa #16338). \`planned\`: not reserved before it is paid.
      `create table allocations (
        fulfilment_id text not null,
        order_id text not null,
        store_id text not null,
        variant_id text not null,
        quantity ${integer} not null check (quantity > 0),
        state text not null check (state in ('planned', 'reserved', 'gone', 'released')),
        primary key (fulfilment_id, variant_id),
        unique (fulfilment_id, variant_id, store_id),
        foreign key (fulfilment_id, order_id, store_id) references fulfilments (id, order_id, store_id),
        foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
        foreign key (store_id, variant_id) references stock_levels (store_id, variant_id)
      ) ${end}`,
      // Slots come into being when the first visit is booked.
      `create table visit_slots (
        store_id text not null references stores (id),
        starts_at ${integer} not null,
        ends_at ${integer} not null,
        capacity ${integer} not null,
        taken ${integer} not null,
        primary key (store_id, starts_at),
        check (ends_at > starts_at),
        check (taken between 0 and capacity)
      ) ${end}`,
      `create table shifts (
        id text not null primary key,
        store_id text not null references stores (id),
        till text not null,
        currency text not null,
        opened_at ${integer} not null,
        opened_by text not null,
        opening_cash ${integer} not null check (opening_cash >= 0),
        closed_at ${integer},
        closed_by text,
        expected_cash ${integer},
        counted_cash ${integer} check (counted_cash >= 0),
        note text,
        check ((closed_at is null) = (counted_cash is null)),
        check ((closed_at is null) = (expected_cash is null))
      ) ${end}`,
      // Cash put into or taken from a till other than by sales.
      `create table cash_movements (
        id text not null primary key,
        shift_id text not null references shifts (id),
        amount ${integer} not null check (amount <> 0),
        reason text not null,
        staff_id text,
        at ${integer} not null
      ) ${end}`,
      // \`amount\` is what counts for the order; of cash, \`tendered\` minus change. A provider's payment is known by
      // its reference, so that the browser and the webhook that both report it make one (medusa #13301).
      `create table tenders (
        id text not null primary key,
        order_id text not null references orders (id),
        method text not null,
        state text not null check (state in ('pending', 'captured', 'failed')),
        amount ${integer} not null check (amount > 0),
        refunded ${integer} not null default 0,
        currency text not null,
        tendered ${integer},
        reference text,
        store_id text references stores (id),
        shift_id text references shifts (id),
        staff_id text,
        at ${integer} not null,
        unique (method, reference),
        unique (id, order_id),
        check (refunded between 0 and amount),
        check (refunded = 0 or state = 'captured'),
        check (tendered is null or tendered >= amount)
      ) ${end}`,
      `create table returns (
        id text not null primary key,
        number text not null unique,
        order_id text not null references orders (id),
        kind text not null check (kind in ('return', 'withdrawal')),
        via text not null check (via in ('store', 'post')),
        state text not null check (state in ('requested', 'received', 'refused', 'cancelled')),
        store_id text references stores (id),
        reason text not null,
        note text,
        carrier text,
        tracking_number text,
        amount ${integer} not null check (amount >= 0),
        requested_at ${integer} not null,
        requested_by text,
        decided_at ${integer},
        decided_by text,
        unique (id, order_id),
        check (state <> 'received' or store_id is not null)
      ) ${end}`,
      `create table return_lines (
        return_id text not null,
        order_id text not null,
        variant_id text not null,
        quantity ${integer} not null check (quantity > 0),
        amount ${integer} not null check (amount >= 0),
        restocked ${integer} not null default 0,
        written_off ${integer} not null default 0,
        primary key (return_id, variant_id),
        foreign key (return_id, order_id) references returns (id, order_id),
        foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
        check (restocked >= 0 and written_off >= 0 and restocked + written_off in (0, quantity))
      ) ${end}`,
      // Money on its way back by one tender. \`due\`: still to be given back.
      `create table refunds (
        id text not null primary key,
        order_id text not null,
        tender_id text not null,
        return_id text,
        method text not null,
        amount ${integer} not null check (amount > 0),
        state text not null check (state in ('due', 'done')),
        reason text not null,
        reference text,
        store_id text references stores (id),
        shift_id text references shifts (id),
        staff_id text,
        at ${integer} not null,
        done_at ${integer},
        foreign key (tender_id, order_id) references tenders (id, order_id),
        foreign key (return_id, order_id) references returns (id, order_id),
        check ((state = 'done') = (done_at is not null))
      ) ${end}`,
      // What happened to an order, as people read it. \`data\` is JSON.
      `create table order_events (
        id text not null primary key,
        order_id text not null references orders (id),
        kind text not null,
        data text not null,
        staff_id text,
        staff_name text,
        at ${integer} not null
      ) ${end}`,
      // What the merchant must hear of: a payment that came too late, a shortfall.
      `create table notices (
        id text not null primary key,
        kind text not null,
        order_id text references orders (id),
        store_id text references stores (id),
        data text not null,
        at ${integer} not null,
        seen_at ${integer},
        seen_by text
      ) ${end}`,
    ]
    // TODO(core): rebuild orders, order_lines, tenders, stock_movements with their rows of before; indexes.
    for (const statement of statements) await sql.raw(statement).execute(db)
    await makeAppendOnly(db, 'order_events')
  },
}
