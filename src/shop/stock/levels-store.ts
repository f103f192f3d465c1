import { sql } from 'kysely'
import { matches } from '../catalog/search-store.ts'
import type { Wanted } from '../catalog/search-terms.ts'
import type { ShopDb } from '../tables.ts'

export type LevelSort = 'sku' | 'least' | 'most'

export type LevelFilter = {
  readonly storeId: string | null
  /** A whole barcode or SKU. */
  readonly code: string | null
  /** All of them, in what a product is found by. */
  readonly words: readonly Wanted[]
  /** Only what runs out, with this threshold where a level has none of its own. */
  readonly lowBelow: number | null
  readonly sort: LevelSort
}

/** The place of a row in a list, for the page that follows it. */
export type LevelCursor = {
  readonly key: string | number
  readonly storeId: string
  readonly variantId: string
}

export type LevelListRow = {
  readonly store_id: string
  readonly variant_id: string
  readonly product_id: string
  readonly on_hand: number
  readonly reserved: number
  readonly low_at: number | null
  readonly sku: string
  readonly barcode: string | null
  readonly variant_title: string
  readonly title: string
}

/** Levels as staff look through them. */
export class LevelsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** What follows `after` in the order asked for; one more than the limit when more follow; null: all. */
  async list(filter: LevelFilter, after: LevelCursor | null, limit: number | null): Promise<LevelListRow[]> {
    const available = sql<number>`l.on_hand - l.reserved`
    let query = this.#db
      .selectFrom('stock_levels as l')
      .innerJoin('variants as v', 'v.id', 'l.variant_id')
      .innerJoin('products as p', 'p.id', 'v.product_id')
      .select(['l.store_id', 'l.variant_id', 'v.product_id', 'l.on_hand', 'l.reserved', 'l.low_at'])
      .select(['v.sku', 'v.barcode', 'v.title as variant_title', 'p.title'])
    const { storeId, code, words, lowBelow, sort } = filter
    if (storeId !== null) query = query.where('l.store_id', '=', storeId)
    if (lowBelow !== null) {
      query = query.where(sql<boolean>`l.on_hand - l.reserved <= coalesce(l.low_at, ${lowBelow})`)
    }
    if (code !== null)
      query = query.where(({ or, eb }) => or([eb('v.barcode', '=', code), eb('v.sku', '=', code)]))
    for (const word of words) {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('search_terms as t')
            .select('t.term')
            .whereRef('t.product_id', '=', 'p.id')
            .where(matches(word, 't.term')),
        ),
      )
    }
    const key = sort === 'sku' ? sql<string | number>`v.sku` : available
    const descending = sort === 'most'
    if (after !== null) {
      const { key: value, storeId, variantId } = after
      const beyond = descending ? sql`${key} < ${value}` : sql`${key} > ${value}`
      query = query.where(
        sql<boolean>`(${beyond} or (${key} = ${value} and (l.store_id > ${storeId}
          or (l.store_id = ${storeId} and l.variant_id > ${variantId}))))`,
      )
    }
    query = query
      .orderBy(key, descending ? 'desc' : 'asc')
      .orderBy('l.store_id')
      .orderBy('l.variant_id')
    return (limit === null ? query : query.limit(limit + 1)).execute()
  }

  /** The variants with this barcode or SKU, whether they are on sale or not. */
  async byCode(
    code: string,
  ): Promise<{ variantId: string; sku: string; title: string; variantTitle: string }[]> {
    return this.#db
      .selectFrom('variants')
      .innerJoin('products', 'products.id', 'variants.product_id')
      .select([
        'variants.id as variantId',
        'variants.sku',
        'products.title',
        'variants.title as variantTitle',
      ])
      .where(({ or, eb }) => or([eb('variants.barcode', '=', code), eb('variants.sku', '=', code)]))
      .orderBy('variants.id')
      .limit(2)
      .execute()
  }

  /** The variants of products in any of these categories. */
  async inCategories(categoryIds: readonly string[]): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('variants')
      .innerJoin('product_categories', 'product_categories.product_id', 'variants.product_id')
      .select('variants.id')
      .distinct()
      .where('product_categories.category_id', 'in', categoryIds)
      .execute()
    return rows.map(({ id }) => id)
  }

  /** How many levels run out, with this threshold where a level has none of its own. */
  async countLow(storeId: string | null, lowBelow: number): Promise<number> {
    let query = this.#db
      .selectFrom('stock_levels as l')
      .select(({ fn }) => fn.countAll().as('count'))
      .where(sql<boolean>`l.on_hand - l.reserved <= coalesce(l.low_at, ${lowBelow})`)
    if (storeId !== null) query = query.where('l.store_id', '=', storeId)
    return Number((await query.executeTakeFirstOrThrow()).count)
  }

  /** Units on the way to stores, by store and variant. */
  async incoming(storeId: string | null): Promise<Map<string, number>> {
    let query = this.#db
      .selectFrom('stock_documents')
      .innerJoin('transfer_lines', 'transfer_lines.document_id', 'stock_documents.id')
      .select(['to_store_id', 'variant_id'])
      .select(({ fn }) => fn.sum('sent').as('units'))
      .where('state', '=', 'on-the-way')
      .groupBy(['to_store_id', 'variant_id'])
    if (storeId !== null) query = query.where('to_store_id', '=', storeId)
    const rows = await query.execute()
    return new Map(rows.map(row => [`${row.to_store_id} ${row.variant_id}`, Number(row.units)]))
  }
}
