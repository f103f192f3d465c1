import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { makeAppendOnly, rebuildTables, tableWords } from './dialect.ts'

/**
 * What moves goods without an order, as documents: receipts, transfers between stores, counts. Each movement of theirs
 * names its document, and a document moves a variant once.
 */
export const stock: Migration = {
  async up(db) {
    const { text, integer, end } = tableWords(db)
    const run = (statement: string) => sql.raw(statement).execute(db)
    // At or below this the goods are running out; null: as configured.
    await run(`alter table stock_levels add column low_at ${integer} check (low_at >= 0)`)

    const documents = [
      `create table document_numbers (
        series text not null,
        month text not null,
        last ${integer} not null,
        primary key (series, month)
      ) ${end}`,

      // \`store_id\` is where the goods arrive, leave from or are counted. \`revision\` counts the changes.
      `create table stock_documents (
        id ${text} not null primary key,
        kind text not null check (kind in ('receipt', 'transfer', 'count')),
        number text not null unique,
        state text not null,
        store_id ${text} not null references stores (id),
        to_store_id ${text} references stores (id),
        supplier text,
        scope text check (scope in ('all', 'selection')),
        notes text not null,
        revision ${integer} not null,
        created_at ${integer} not null,
        created_by text,
        created_by_name text,
        sent_at ${integer},
        closed_at ${integer},
        closed_by text,
        closed_by_name text,
        unique (id, kind),
        check (
          (kind = 'receipt' and state in ('draft', 'posted', 'cancelled')) or
          (kind = 'transfer' and state in ('requested', 'on-the-way', 'received', 'cancelled')) or
          (kind = 'count' and state in ('open', 'posted', 'cancelled'))
        ),
        check ((kind = 'transfer') = (to_store_id is not null)),
        check (to_store_id <> store_id),
        check ((kind = 'receipt') = (supplier is not null)),
        check ((kind = 'count') = (scope is not null)),
        check ((state in ('posted', 'received', 'cancelled')) = (closed_at is not null)),
        check (state not in ('on-the-way', 'received') or sent_at is not null)
      ) ${end}`,
      `create index stock_documents_by_kind on stock_documents (kind, id)`,
      `create index stock_documents_by_store on stock_documents (store_id, kind, id)`,
      `create index stock_documents_under_way on stock_documents (to_store_id) where state = 'on-the-way'`,

      `create table receipt_lines (
        document_id ${text} not null references stock_documents (id),
        variant_id ${text} not null references variants (id),
        position ${integer} not null,
        expected ${integer} check (expected >= 0),
        received ${integer} not null check (received >= 0),
        primary key (document_id, variant_id)
      ) ${end}`,

      `create table transfer_lines (
        document_id ${text} not null references stock_documents (id),
        variant_id ${text} not null references variants (id),
        position ${integer} not null,
        requested ${integer} not null check (requested >= 0),
        sent ${integer} check (sent >= 0),
        received ${integer} check (received >= 0),
        reason text,
        primary key (document_id, variant_id),
        check (received is null or sent is not null),
        check (reason is null or received <> sent)
      ) ${end}`,

      // What a count of a selection is about; a count of all is about what the store has.
      `create table count_scope (
        document_id ${text} not null references stock_documents (id),
        variant_id ${text} not null references variants (id),
        primary key (document_id, variant_id)
      ) ${end}`,
      // \`expected\` is what the books said when it was counted, \`moved\` what came and went between its entries. The
      // difference is posted, or it is not, where orders hold more than was found.
      `create table count_lines (
        document_id ${text} not null references stock_documents (id),
        variant_id ${text} not null references variants (id),
        counted ${integer} not null check (counted >= 0),
        expected ${integer} not null,
        moved ${integer} not null,
        counted_at ${integer} not null,
        outcome text check (outcome in ('posted', 'not-posted')),
        primary key (document_id, variant_id)
      ) ${end}`,
      // Each number as it was entered, and by whom. Append-only.
      `create table count_entries (
        id ${text} not null primary key,
        document_id ${text} not null references stock_documents (id),
        variant_id ${text} not null references variants (id),
        mode text not null check (mode in ('set', 'add')),
        quantity ${integer} not null,
        counted ${integer} not null,
        expected ${integer} not null,
        staff_id text,
        staff_name text,
        at ${integer} not null
      ) ${end}`,
      `create index count_entries_by_line on count_entries (document_id, variant_id, id)`,
    ]
    for (const statement of documents) await run(statement)
    await makeAppendOnly(db, 'count_entries')

    await rebuildTables(db, [
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
          document_kind text,
          document_id ${text},
          staff_id text,
          at ${integer} not null,
          foreign key (store_id, variant_id) references stock_levels (store_id, variant_id),
          foreign key (order_id, store_id) references orders (id, store_id),
          foreign key (order_id, variant_id) references order_lines (order_id, variant_id),
          foreign key (document_id, document_kind) references stock_documents (id, kind),
          check ((document_id is null) = (document_kind is null)),
          check (order_id is null or document_id is null),
          check (kind not in ('reserve', 'release', 'hand-over', 'ship') or order_id is not null),
          check (kind not in ('adjust', 'receive', 'transfer-out', 'transfer-in', 'count') or
            (order_id is null and reserved = 0)),
          check (kind <> 'adjust' or reason is not null),
          check (kind <> 'receive' or (document_kind = 'receipt' and document_id is not null and on_hand > 0)),
          check (kind <> 'transfer-out' or (document_kind = 'transfer' and document_id is not null and on_hand < 0)),
          check (kind <> 'transfer-in' or (document_kind = 'transfer' and document_id is not null and on_hand > 0)),
          check (kind <> 'count' or (document_kind = 'count' and document_id is not null and on_hand <> 0)),
          check (kind <> 'reserve' or (on_hand = 0 and reserved > 0)),
          check (kind <> 'release' or (on_hand = 0 and reserved < 0)),
          check (kind not in ('hand-over', 'ship') or (on_hand = reserved and reserved < 0))`,
        copy: `(id, store_id, variant_id, kind, on_hand, reserved, reason, order_id, staff_id, at)
          select id, store_id, variant_id, kind, on_hand, reserved, reason, order_id, staff_id, at
          from stock_movements_old`,
      },
    ])
    const indexes = [
      `create index stock_movements_by_level on stock_movements (store_id, variant_id, id)`,
      `create index stock_movements_by_variant on stock_movements (variant_id, id)`,
      `create unique index stock_movements_reserved on stock_movements (order_id, variant_id)
        where kind = 'reserve'`,
      `create unique index stock_movements_settled on stock_movements (order_id, variant_id)
        where kind in ('release', 'hand-over', 'ship')`,
      // A document that is posted twice moves nothing twice, whatever the code does.
      `create unique index stock_movements_of_document on stock_movements (document_id, variant_id, kind)
        where document_id is not null`,
    ]
    for (const index of indexes) await run(index)
    await makeAppendOnly(db, 'stock_movements')
  },
}
