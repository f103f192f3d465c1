import { type RawBuilder, sql } from 'kysely'
import { isSqlite } from '../../database/engine.ts'
import type { Row, ShopDb } from '../tables.ts'
import { searchVersion } from './search-terms.ts'

export type TermRow = Row<'search_terms'>

/** Instead of what there was; only what differs is written. The products must be locked. */
export async function replaceTerms(
  db: ShopDb,
  productIds: readonly string[],
  rows: readonly TermRow[],
): Promise<void> {
  if (productIds.length === 0) return
  const old = await db.selectFrom('search_terms').selectAll().where('product_id', 'in', productIds).execute()
  const [before, after] = [tiersOf(old), tiersOf(rows)]
  const gone = old.filter(row => !after.has(keyOf(row)))
  const added = rows.filter(row => before.get(keyOf(row)) !== row.tier)
  if (gone.length > 0) {
    await sql`delete from search_terms
      where (product_id, term) in (select product_id, term from ${termTable(db, gone)})`.execute(db)
  }
  if (added.length > 0) {
    // Without `true` SQLite would take `on` for that of a join.
    await sql`insert into search_terms (product_id, term, tier)
      select product_id, term, tier from ${termTable(db, added)} where true
      on conflict (product_id, term) do update set tier = excluded.tier`.execute(db)
  }
  await db
    .updateTable('products')
    .set({ search_version: searchVersion })
    .where('id', 'in', productIds)
    .execute()
}

/** Rows as one value: a thousand of them would be three thousand values, and a statement of as many words. */
function termTable(db: ShopDb, rows: readonly TermRow[]): RawBuilder<TermRow> {
  const json = JSON.stringify(rows.map(({ product_id, term, tier }) => ({ product_id, term, tier })))
  return isSqlite(db)
    ? sql`(select value ->> 'product_id' as product_id, value ->> 'term' as term, value ->> 'tier' as tier
        from json_each(${json})) given`
    : sql`json_to_recordset(${json}::json) as given (product_id text, term text, tier bigint)`
}

function tiersOf(rows: readonly TermRow[]): Map<string, number> {
  return new Map(rows.map(row => [keyOf(row), Number(row.tier)]))
}

function keyOf({ product_id, term }: TermRow): string {
  return `${product_id} ${term}`
}
