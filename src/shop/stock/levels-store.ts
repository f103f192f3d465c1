import { sql } from 'kysely'
import { matches } from '../catalog/search-store.ts'
import type { Wanted } from '../catalog/search-terms.ts'
import type { ShopDb } from '../tables.ts'

/** So many products of a hundred thousand are met soon in a list of all. */
const many = 600

export type LevelSort = 'sku' | 'least' | 'most'

export type LevelFilter = {
  readonly storeId: string | null
  /** Those that have the code that was asked for; null: any. */
  readonly variantIds: readonly string[] | null
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
    const { storeId, variantIds, words, lowBelow, sort } = filter
    const few = words.length === 0 ? null : await this.#productsWith(words)
    // SQLite joins what is said to be crossed in the order in which it is said: by SKU, until there are enough.
    const bySku = sort === 'sku' && variantIds === null && few === null
    let query = (
      bySku
        ? this.#db.selectFrom('variants as v').crossJoin('stock_levels as l').crossJoin('products as p')
        : this.#db
            .selectFrom('stock_levels as l')
            .innerJoin('variants as v', 'v.id', 'l.variant_id')
            .innerJoin('products as p', 'p.id', 'v.product_id')
    )
      .select(['l.store_id', 'l.variant_id', 'v.product_id', 'l.on_hand', 'l.reserved', 'l.low_at'])
      .select(['v.sku', 'v.barcode', 'v.title as variant_title', 'p.title'])
      .whereRef('v.id', '=', 'l.variant_id')
      .whereRef('p.id', '=', 'v.product_id')
    if (storeId !== null) query = query.where('l.store_id', '=', storeId)
    if (lowBelow !== null) {
      query = query.where(runsOut(lowBelow, await this.#highest(lowBelow)))
    }
    if (variantIds !== null) query = query.where('l.variant_id', 'in', variantIds)
    if (few !== null) {
      const variants = this.#db.selectFrom('variants').select('id').where('product_id', 'in', few)
      query = query.where('l.variant_id', 'in', few.length === 0 ? [''] : variants)
    } else {
      for (const word of words) {
        const has = sql`select 1 from search_terms t where t.product_id = p.id and ${matches(word, 't.term')} limit 1`
        query = query.where(sql<boolean>`(${has}) is not null`)
      }
    }
    const key = sort === 'sku' ? sql<string | number>`v.sku` : available
    const descending = sort === 'most'
    if (after !== null) {
      const { key: value, storeId, variantId } = after
      const place = sql`(${value}, ${storeId}, ${variantId})`
      query = query.where(
        sql<boolean>`(${key}, l.store_id, l.variant_id) ${sql.raw(descending ? '<' : '>')} ${place}`,
      )
    }
    query = query
      .orderBy(key, descending ? 'desc' : 'asc')
      .orderBy('l.store_id', descending ? 'desc' : 'asc')
      .orderBy('l.variant_id', descending ? 'desc' : 'asc')
    return (limit === null ? query : query.limit(limit + 1)).execute()
  }

  /** The products that have all the words, unless there are many: then the list itself meets them soon. */
  async #productsWith([first, ...rest]: readonly Wanted[]): Promise<string[] | null> {
    if (first === undefined) return null
    let query = this.#db
      .selectFrom('search_terms as hit')
      .select('hit.product_id')
      .distinct()
      .where('hit.tier', 'in', [0, 1, 2, 3])
      .where(matches(first, 'hit.term'))
    for (const word of rest) {
      const other = sql`select 1 from search_terms other
        where other.product_id = hit.product_id and ${matches(word, 'other.term')} limit 1`
      query = query.where(sql<boolean>`(${other}) is not null`)
    }
    const rows = await query.limit(many).execute()
    return rows.length === many ? null : rows.map(({ product_id }) => product_id)
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
      .where(runsOut(lowBelow, await this.#highest(lowBelow)))
    if (storeId !== null) query = query.where('l.store_id', '=', storeId)
    return Number((await query.executeTakeFirstOrThrow()).count)
  }

  /** The highest threshold that any level has: beyond it nothing runs out, and no index row need be read. */
  async #highest(lowBelow: number): Promise<number> {
    const { low_at } = await this.#db
      .selectFrom('stock_levels')
      .select(({ fn }) => fn.max('low_at').as('low_at'))
      .where('low_at', 'is not', null)
      .executeTakeFirstOrThrow()
    return Math.max(lowBelow, Number(low_at ?? 0))
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

function runsOut(lowBelow: number, highest: number) {
  return sql<boolean>`(l.on_hand - l.reserved <= ${highest} and l.on_hand - l.reserved <= coalesce(l.low_at, ${lowBelow}))`
}
