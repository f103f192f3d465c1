import { type QueryExecutorProvider, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { makeAppendOnly, protectRows, rebuildTables, tableWords } from './dialect.ts'

/**
 * Orders of a chain: what one order takes from several stores, paid by several tenders, and taken back in any store.
 * What must never be wrong is said here as a constraint too. The orders of before have one fulfilment each, which has the
 * order's id.
 */
export const orders: Migration = {
  async up(db) {
    const words = tableWords(db)
    const run = async (statements: readonly string[]) => {
      for (const statement of statements) await sql.raw(statement).execute(db)
    }
    await run(newTables(words))
    // The two are new, yet made with the rest, which refers to them and which they refer to.
    await run(['create table fulfilments (id text)', 'create table allocations (id text)'])
    await rebuildTables(db, rebuilt(words))
    await run(laterTables(words))
    await run(indexes)
    await addSearchKeys(db)
    for (const table of ['stock_movements', 'order_events', 'cash_movements']) await makeAppendOnly(db, table)
    // Money that was taken stays as it was taken, and so does money that was given back.
    await protectRows(db, 'tenders', {
      updates: `old.state <> 'pending' and (new.state <> old.state or new.amount <> old.amount)
        or new.order_id <> old.order_id or new.method <> old.method or new.refunded < old.refunded`,
    })
    await protectRows(db, 'refunds', {
      updates: `new.amount <> old.amount or new.tender_id <> old.tender_id or old.state = 'done'`,
    })
  },
}

type Words = ReturnType<typeof tableWords>

function newTables({ text, integer, end }: Words): string[] {
  return [
    // Slots come into being when the first visit is booked.
    `create table visit_slots (
      store_id ${text} not null references stores (id),
      starts_at ${integer} not null,
      ends_at ${integer} not null,
      capacity ${integer} not null,
      taken ${integer} not null,
      primary key (store_id, starts_at),
      check (ends_at > starts_at),
      check (taken between 0 and capacity)
    ) ${end}`,
    `create table shifts (
      id ${text} not null primary key,
      store_id ${text} not null references stores (id),
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
      id ${text} not null primary key,
      shift_id ${text} not null references shifts (id),
      amount ${integer} not null check (amount <> 0),
      reason text not null,
      staff_id ${text},
      at ${integer} not null
    ) ${end}`,
  ]
}

/** Each with the rows of before. */
function rebuilt({ text, integer, real }: Words): Parameters<typeof rebuildTables>[1] {
  return [
    // A hold is that of the whole order; `captured` and `refunded` are the sums of its tenders and refunds.
    {
      name: 'orders',
      columns: `
        id ${text} not null primary key,
        number text not null unique,
        state text not null check (state in ('placed', 'paid', 'ready', 'shipped', 'collected', 'delivered',
          'closed', 'cancelled', 'expired', 'part-returned', 'returned')),
        kind text not null check (kind in ('pickup', 'delivery', 'visit', 'counter')),
        channel text not null check (channel in ('web', 'live', 'counter', 'phone')),
        contact_name text,
        contact_phone text,
        name_key ${text},
        phone_key ${text},
        address text,
        latitude ${real},
        longitude ${real},
        note text,
        payment_method text not null,
        room_slug ${text},
        currency text not null,
        total ${integer} not null check (total >= 0),
        captured ${integer} not null default 0 check (captured >= 0),
        refunded ${integer} not null default 0 check (refunded >= 0),
        hold_expires_at ${integer},
        placed_at ${integer} not null,
        paid_at ${integer},
        done_at ${integer},
        returnable_until ${integer},
        closed_at ${integer},
        staff_id ${text},
        shift_id ${text} references shifts (id),
        check (refunded <= captured),
        check ((kind = 'delivery') = (address is not null)),
        check ((kind = 'counter') = (channel = 'counter')),
        check (kind = 'counter' or (contact_name is not null and contact_phone is not null)),
        check ((latitude is null) = (longitude is null)),
        check (state not in ('paid', 'collected', 'closed') or captured >= total),
        check ((state in ('cancelled', 'expired', 'closed')) = (closed_at is not null))`,
      copy: `(id, number, state, kind, channel, contact_name, contact_phone, address, payment_method,
          room_slug, currency, total, captured, refunded, hold_expires_at, placed_at, paid_at, done_at, returnable_until,
          closed_at)
        select id, number, state, kind, case when room_slug is null then 'web' else 'live' end, contact_name,
          contact_phone, address, payment_method, room_slug, currency, total,
          case when state = 'collected' then total else 0 end, 0,
          case when state = 'collected' then null else hold_expires_at end, placed_at,
          case when state = 'collected' then closed_at end,
          case when state = 'collected' then closed_at end,
          case when state = 'collected' then closed_at + ${returnDays * 86_400_000} end,
          case when state in ('cancelled', 'expired') then closed_at end
        from orders_old`,
    },
    {
      name: 'order_lines',
      columns: `
        order_id ${text} not null references orders (id),
        variant_id ${text} not null references variants (id),
        position ${integer} not null,
        product_id ${text} not null references products (id),
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
        check ((return_days is null) = (return_exception is not null))`,
      copy: `(order_id, variant_id, position, product_id, sku, title, variant_title, quantity, unit_price, total,
          stock_policy, return_days, returned, refunded)
        select order_id, variant_id, position, product_id, sku, title, variant_title, quantity, unit_price,
          quantity * unit_price, 'hold', ${returnDays}, 0, 0
        from order_lines_old`,
    },
    // One for each store that gives goods to an order.
    {
      name: 'fulfilments',
      columns: `
        id ${text} not null primary key,
        order_id ${text} not null references orders (id),
        store_id ${text} not null references stores (id),
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
        check (state <> 'collected' or kind <> 'delivery')`,
      copy: `(id, order_id, store_id, kind, state, pickup_code, carrier, tracking_number, shipped_at, done_at,
          done_by)
        select id, id, store_id, kind,
          case state when 'placed' then 'waiting' when 'shipped' then 'shipped' when 'collected' then 'collected'
            else 'cancelled' end,
          pickup_code, carrier, tracking_number, case when state = 'shipped' then closed_at end,
          case when state = 'collected' then closed_at end, case when state = 'collected' then closed_by end
        from orders_old`,
    },
    // What of a line a store gives. Goods leave, or come back to, the store of their allocation and no other (medusa
    // #16338). `planned`: not reserved before it is paid.
    {
      name: 'allocations',
      columns: `
        fulfilment_id ${text} not null,
        order_id ${text} not null,
        store_id ${text} not null,
        variant_id ${text} not null,
        quantity ${integer} not null check (quantity > 0),
        state text not null check (state in ('planned', 'reserved', 'gone', 'released')),
        primary key (fulfilment_id, variant_id),
        unique (fulfilment_id, variant_id, store_id),
        foreign key (fulfilment_id, order_id, store_id) references fulfilments (id, order_id, store_id),
        foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
        foreign key (store_id, variant_id) references stock_levels (store_id, variant_id)`,
      copy: `(fulfilment_id, order_id, store_id, variant_id, quantity, state)
        select order_id, order_id, lines.store_id, variant_id, quantity,
          case state when 'placed' then 'reserved' when 'shipped' then 'gone' when 'collected' then 'gone'
            else 'released' end
        from order_lines_old lines join orders_old on orders_old.id = order_id`,
    },
    // `amount` is what counts for the order; of cash, `tendered` minus change. A provider's payment is known by its
    // reference, so that the browser and the webhook that both report it make one (medusa #13301).
    {
      name: 'tenders',
      columns: `
        id ${text} not null primary key,
        order_id ${text} not null references orders (id),
        position ${integer} not null,
        method text not null,
        state text not null check (state in ('pending', 'captured', 'failed')),
        amount ${integer} not null check (amount > 0),
        refunded ${integer} not null default 0,
        currency text not null,
        tendered ${integer},
        reference text,
        store_id ${text} references stores (id),
        shift_id ${text} references shifts (id),
        staff_id ${text},
        at ${integer} not null,
        unique (method, reference),
        unique (id, order_id),
        check (refunded between 0 and amount),
        check (refunded = 0 or state = 'captured'),
        check (tendered is null or tendered >= amount)`,
      copy: `(id, order_id, position, method, state, amount, refunded, currency, store_id, staff_id, at)
        select tenders_old.id, order_id, 1, method, 'captured', amount, 0, tenders_old.currency, store_id, staff_id, at
        from tenders_old join orders_old on orders_old.id = order_id where amount > 0
        union all
        select id, id, 1, 'other', 'captured', total, 0, currency, store_id, closed_by, closed_at
        from orders_old where state = 'collected' and total > 0
          and not exists (select 1 from tenders_old where order_id = orders_old.id)`,
    },
    {
      name: 'stock_movements',
      columns: `
        id ${text} not null primary key,
        store_id ${text} not null,
        variant_id ${text} not null,
        kind text not null check (kind in ('adjust', 'receive', 'transfer-out', 'transfer-in', 'count', 'reserve',
          'release', 'hand-over', 'ship', 'sale', 'return', 'write-off')),
        on_hand ${integer} not null,
        reserved ${integer} not null,
        reason text,
        note text,
        order_id ${text},
        fulfilment_id ${text},
        document_kind text,
        document_id ${text},
        staff_id text,
        at ${integer} not null,
        foreign key (store_id, variant_id) references stock_levels (store_id, variant_id),
        foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
        foreign key (fulfilment_id, variant_id, store_id) references allocations (fulfilment_id, variant_id, store_id),
        foreign key (document_id, document_kind) references stock_documents (id, kind),
        check ((document_id is null) = (document_kind is null)),
        check (order_id is null or document_id is null),
        check (fulfilment_id is null or order_id is not null),
        check (fulfilment_id is not null or kind not in ('reserve', 'release', 'hand-over', 'ship', 'sale')),
        check (order_id is null or kind not in ('adjust', 'receive', 'transfer-out', 'transfer-in', 'count')),
        check (reserved = 0 or kind in ('reserve', 'release', 'hand-over', 'ship')),
        check (kind <> 'adjust' or reason is not null),
        check (kind <> 'receive' or (document_kind = 'receipt' and document_id is not null and on_hand > 0)),
        check (kind <> 'transfer-out' or (document_kind = 'transfer' and document_id is not null and on_hand < 0)),
        check (kind <> 'transfer-in' or (document_kind = 'transfer' and document_id is not null and on_hand > 0)),
        check (kind <> 'count' or (document_kind = 'count' and document_id is not null and on_hand <> 0)),
        check (kind <> 'reserve' or (on_hand = 0 and reserved > 0)),
        check (kind <> 'release' or (on_hand = 0 and reserved < 0)),
        check (kind not in ('hand-over', 'ship') or (on_hand = reserved and reserved < 0)),
        check (kind not in ('sale', 'write-off') or on_hand < 0),
        check (kind <> 'return' or on_hand > 0)`,
      copy: `(id, store_id, variant_id, kind, on_hand, reserved, reason, note, order_id, fulfilment_id,
          document_kind, document_id, staff_id, at)
        select id, store_id, variant_id, kind, on_hand, reserved, reason, note, order_id, order_id, document_kind,
          document_id, staff_id, at
        from stock_movements_old`,
    },
  ]
}

function laterTables({ text, integer, end }: Words): string[] {
  return [
    `create table returns (
      id ${text} not null primary key,
      number text not null unique,
      order_id ${text} not null references orders (id),
      kind text not null check (kind in ('return', 'withdrawal')),
      via text not null check (via in ('store', 'post')),
      state text not null check (state in ('requested', 'received', 'refused', 'cancelled')),
      store_id ${text} references stores (id),
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
      return_id ${text} not null,
      order_id ${text} not null,
      variant_id ${text} not null,
      quantity ${integer} not null check (quantity > 0),
      amount ${integer} not null check (amount >= 0),
      restocked ${integer} not null default 0,
      written_off ${integer} not null default 0,
      primary key (return_id, variant_id),
      foreign key (return_id, order_id) references returns (id, order_id),
      foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
      check (restocked >= 0 and written_off >= 0 and restocked + written_off in (0, quantity))
    ) ${end}`,
    // Money on its way back by one tender. `due`: still to be given back.
    `create table refunds (
      id ${text} not null primary key,
      order_id ${text} not null,
      tender_id ${text} not null,
      return_id ${text},
      method text not null,
      amount ${integer} not null check (amount > 0),
      state text not null check (state in ('due', 'done')),
      reason text not null,
      reference text,
      store_id ${text} references stores (id),
      shift_id ${text} references shifts (id),
      staff_id ${text},
      at ${integer} not null,
      done_at ${integer},
      foreign key (tender_id, order_id) references tenders (id, order_id),
      foreign key (return_id, order_id) references returns (id, order_id),
      check ((state = 'done') = (done_at is not null))
    ) ${end}`,
    // What happened to an order, as people read it. `data` is JSON.
    `create table order_events (
      id ${text} not null primary key,
      order_id ${text} not null references orders (id),
      position ${integer} not null,
      kind text not null,
      data text not null,
      staff_id ${text},
      staff_name text,
      at ${integer} not null
    ) ${end}`,
    // What the merchant must hear of: a payment that came too late, a shortfall.
    `create table notices (
      id ${text} not null primary key,
      kind text not null,
      order_id ${text} references orders (id),
      store_id ${text} references stores (id),
      data text not null,
      at ${integer} not null,
      seen_at ${integer},
      seen_by text
    ) ${end}`,
  ]
}

/** What the law has for goods that were sold before products had a rule of their own. */
const returnDays = 7

const indexes = [
  `create index orders_held on orders (hold_expires_at)
    where state in ('placed', 'ready') and hold_expires_at is not null`,
  `create index orders_returnable on orders (returnable_until)
    where state in ('collected', 'delivered', 'part-returned')`,
  `create index orders_by_state on orders (state, id)`,
  `create index orders_by_room on orders (room_slug, id)`,
  `create index orders_by_channel on orders (channel, id)`,
  `create index orders_by_kind on orders (kind, id)`,
  `create index orders_by_time on orders (placed_at)`,
  `create index orders_by_phone on orders (phone_key)`,
  `create index orders_by_shift on orders (shift_id)`,
  `create index order_lines_by_variant on order_lines (variant_id, order_id)`,
  `create index order_lines_by_sku on order_lines (sku, order_id)`,
  `create index fulfilments_by_order on fulfilments (order_id)`,
  `create index fulfilments_by_store on fulfilments (store_id, order_id)`,
  `create index fulfilments_by_slot on fulfilments (store_id, slot_starts_at)`,
  `create index allocations_by_order on allocations (order_id)`,
  `create index allocations_reserved on allocations (store_id, variant_id) where state = 'reserved'`,
  `create index tenders_by_order on tenders (order_id)`,
  `create index tenders_by_shift on tenders (shift_id)`,
  `create index tenders_pending on tenders (at) where state = 'pending'`,
  `create index refunds_by_order on refunds (order_id)`,
  `create index refunds_by_tender on refunds (tender_id)`,
  `create index refunds_by_shift on refunds (shift_id)`,
  `create index refunds_due on refunds (at) where state = 'due'`,
  `create index returns_by_order on returns (order_id)`,
  `create index returns_by_state on returns (state, id)`,
  `create index order_events_by_order on order_events (order_id, position)`,
  `create index notices_open on notices (id) where seen_at is null`,
  `create index cash_movements_by_shift on cash_movements (shift_id, id)`,
  `create index shifts_by_store on shifts (store_id, id)`,
  `create unique index shifts_open on shifts (store_id, till) where closed_at is null`,
  `create index stock_movements_by_level on stock_movements (store_id, variant_id, id)`,
  `create index stock_movements_by_variant on stock_movements (variant_id, id)`,
  `create index stock_movements_by_order on stock_movements (order_id)`,
  // A document that is posted twice moves nothing twice, whatever the code does.
  `create unique index stock_movements_of_document on stock_movements (document_id, variant_id, kind)
    where document_id is not null`,
  // The goods of an allocation are reserved once, and go or come back once.
  `create unique index stock_movements_reserved on stock_movements (fulfilment_id, variant_id)
    where kind = 'reserve'`,
  `create unique index stock_movements_settled on stock_movements (fulfilment_id, variant_id)
    where kind in ('release', 'hand-over', 'ship', 'sale')`,
]

/** As `contactKeys` of the orders makes them; neither engine turns a text around. */
async function addSearchKeys(db: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{ id: string; contact_name: string; contact_phone: string }>`
    select id, contact_name, contact_phone from orders where contact_name is not null`.execute(db)
  for (const { id, contact_name, contact_phone } of rows) {
    const name = contact_name.normalize('NFKC').toLowerCase()
    const phone = Array.from(contact_phone.replace(/\D/g, '')).toReversed().join('')
    await sql`update orders set name_key = ${name}, phone_key = ${phone} where id = ${id}`.execute(db)
  }
}
