import { type QueryExecutorProvider, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isSqlite } from '../database/engine.ts'
import { nameWords } from '../shop/orders/contact-keys.ts'
import { tableWords } from './dialect.ts'

/** What a million orders and as many levels are looked up by. */
export const scale: Migration = {
  async up(db) {
    const { text, end } = tableWords(db)
    const statements = [
      // The words of a buyer's name: without them each search by name reads all orders.
      `create table order_words (
        order_id ${text} not null references orders (id),
        term ${text} not null,
        primary key (order_id, term)
      ) ${isSqlite(db) ? `${end}, without rowid` : end}`,
      `create index stock_levels_by_available
        on stock_levels ((on_hand - reserved), store_id, variant_id, low_at)`,
      `create index stock_levels_by_store_and_available
        on stock_levels (store_id, (on_hand - reserved), variant_id, low_at)`,
      `create index stock_levels_with_threshold on stock_levels (store_id, low_at) where low_at is not null`,
      // What waits to be done: some hundreds of a million.
      `create index fulfilments_open on fulfilments (store_id, order_id) where state in ('waiting', 'ready')`,
      `create index orders_by_state_and_channel on orders (state, channel, id)`,
      `create index orders_by_state_and_kind on orders (state, kind, id)`,
      `create index audit_by_time on audit (at, id)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
    await addNameWords(db)
    await sql`create index order_words_by_term on order_words (term, order_id)`.execute(db)
  },
}

const atOnce = 1000

async function addNameWords(db: QueryExecutorProvider): Promise<void> {
  for (let last = ''; ; ) {
    const { rows } = await sql<{ id: string; contact_name: string }>`
      select id, contact_name from orders where contact_name is not null and id > ${last}
      order by id limit ${atOnce}`.execute(db)
    const words = rows.flatMap(({ id, contact_name }) =>
      nameWords(contact_name).map(term => sql`(${id}, ${term})`),
    )
    for (let at = 0; at < words.length; at += atOnce) {
      const some = sql.join(words.slice(at, at + atOnce))
      await sql`insert into order_words (order_id, term) values ${some}`.execute(db)
    }
    last = rows.at(-1)?.id ?? last
    if (rows.length < atOnce) return
  }
}
