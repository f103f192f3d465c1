import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { isSqlite } from '../../database/engine.ts'
import { forUpdate } from '../../database.ts'
import type { Row, ShopDb, ShopTables } from '../tables.ts'
import type { ProductRow } from './catalog-store.ts'
import { searchVersion } from './search-terms.ts'

type TermRow = Row<'search_terms'>

/** By which words each product is found. */
export class SearchIndexStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Instead of what there was; only what differs is written. The products must be locked. */
  async replace(productIds: readonly string[], rows: readonly TermRow[]): Promise<void> {
    if (productIds.length === 0) return
    const old = await this.#db
      .selectFrom('search_terms')
      .selectAll()
      .where('product_id', 'in', productIds)
      .execute()
    const [before, after] = [tiersOf(old), tiersOf(rows)]
    const gone = old.filter(row => !after.has(keyOf(row)))
    const added = rows.filter(row => before.get(keyOf(row)) !== row.tier)
    if (gone.length > 0) {
      await sql`delete from search_terms
        where (product_id, term) in (select product_id, term from ${this.#table(gone)})`.execute(this.#db)
    }
    if (added.length > 0) {
      // Without `true` SQLite would take `on` for that of a join.
      await sql`insert into search_terms (product_id, term, tier)
        select product_id, term, tier from ${this.#table(added)} where true
        on conflict (product_id, term) do update set tier = excluded.tier`.execute(this.#db)
    }
    await this.#mark(productIds, searchVersion)
  }

  /** Some whose words are not those of today's rules and names; locked: who changes one writes its words too. */
  async stale(limit: number): Promise<ProductRow[]> {
    return this.#db
      .selectFrom('products')
      .selectAll()
      .where('search_version', '<', searchVersion)
      .limit(limit)
      .$call(forUpdate(this.#db))
      .execute()
  }

  /** They are to be read again. */
  async forget(productIds: readonly string[]): Promise<void> {
    await this.#mark(productIds, 0)
  }

  /** The name of a category has changed: its products are to be read again. */
  async makeStale(categoryId: string): Promise<void> {
    const products = this.#db.selectFrom('product_categories').select('product_id')
    await this.#mark(products.where('category_id', '=', categoryId), 0)
  }

  async #mark(
    products:
      | readonly string[]
      | SelectQueryBuilder<ShopTables, 'product_categories', { product_id: string }>,
    search_version: number,
  ): Promise<void> {
    await this.#db.updateTable('products').set({ search_version }).where('id', 'in', products).execute()
  }

  /** Rows as one value: a thousand of them would be three thousand values, and a statement of as many words. */
  #table(rows: readonly TermRow[]): RawBuilder<TermRow> {
    const json = JSON.stringify(rows.map(({ product_id, term, tier }) => ({ product_id, term, tier })))
    return isSqlite(this.#db)
      ? sql`(select value ->> 'product_id' as product_id, value ->> 'term' as term, value ->> 'tier' as tier
          from json_each(${json})) given`
      : sql`json_to_recordset(${json}::json) as given (product_id text, term text, tier bigint)`
  }
}

function tiersOf(rows: readonly TermRow[]): Map<string, number> {
  return new Map(rows.map(row => [keyOf(row), Number(row.tier)]))
}

function keyOf({ product_id, term }: TermRow): string {
  return `${product_id} ${term}`
}
