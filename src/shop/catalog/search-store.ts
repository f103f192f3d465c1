import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isSqlite } from '../../database/engine.ts'
import type { ShopDb } from '../tables.ts'
import type { ProductRow } from './catalog-store.ts'
import {
  fewIn,
  filtered,
  type ProductFilter,
  type ProductQuery,
  scarce,
  stockAtOnce,
} from './product-filter-store.ts'
import type { Tier, Wanted } from './search-terms.ts'

export type ProductSort = 'newest' | 'oldest' | 'updated' | 'title'
/** Where a list goes on: behind the row with this value and id. */
export type Place = { readonly value: string | number | null; readonly id: string }
type Placed = Pick<ProductRow, 'id' | 'updated_at' | 'title_key'>
/** Where a search goes on. */
export type Hit = { readonly tier: number; readonly term: string; readonly id: string }

type Words = readonly [Wanted, ...Wanted[]]

const tiers: readonly Tier[] = [0, 1, 2, 3]
/** Beyond this it does not matter which of two words is rarer. */
const common = 3000

/** Lists and searches of products. */
export class SearchStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** One more than the limit when more follow. */
  async list(
    filter: ProductFilter,
    sort: ProductSort,
    after: Place | null,
    limit: number,
  ): Promise<ProductRow[]> {
    const own = await fewIn(this.#db, filter.categoryIds)
    if (own !== null) return this.#listAmong(own, filter, sort, after, limit + 1)
    if (filter.stockAtMost !== null && isSqlite(this.#db)) {
      const any = { ...filter, stockAtMost: null }
      const page = (last: Placed | null) => {
        const from = this.#db.selectFrom('products').select(['id', 'updated_at', 'title_key'])
        return this.#sorted(
          from,
          any,
          sort,
          last === null ? after : placeOf(last, sort),
          stockAtOnce,
        ).execute()
      }
      const ids = (await scarce(this.#db, page, filter.stockAtMost, limit + 1)).map(({ id }) => id)
      const rows = await this.#db
        .selectFrom('products')
        .selectAll()
        .where('id', 'in', [...ids, ''])
        .execute()
      return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    }
    return this.#sorted(this.#db.selectFrom('products').selectAll(), filter, sort, after, limit + 1).execute()
  }

  async #listAmong(
    ids: readonly string[],
    { status, stockAtMost }: ProductFilter,
    sort: ProductSort,
    after: Place | null,
    limit: number,
  ): Promise<ProductRow[]> {
    const from = this.#db.selectFrom('products').selectAll().where('products.id', 'in', ids)
    const query = this.#sorted(from, { status: null, categoryIds: null, stockAtMost }, sort, after, limit)
    // SQLite takes any status for rare, and would walk all products that have it in the order of the answer.
    const has = sql<SqlBool>`products.status || '' = ${status}`
    return (status === null ? query : query.where(has)).execute()
  }

  #sorted<Selected>(
    from: ProductQuery<Selected>,
    filter: ProductFilter,
    sort: ProductSort,
    after: Place | null,
    limit: number,
  ): ProductQuery<Selected> {
    let query = filtered(from, filter).limit(limit)
    if (sort === 'newest' || sort === 'oldest') {
      query = query.orderBy('id', sort === 'newest' ? 'desc' : 'asc')
      if (after !== null) query = query.where('id', sort === 'newest' ? '<' : '>', after.id)
      return query
    }
    const column = sort === 'updated' ? 'updated_at' : 'title_key'
    const descending = sort === 'updated'
    query = query.orderBy(column, descending ? 'desc' : 'asc').orderBy('id', descending ? 'desc' : 'asc')
    if (after !== null) {
      const place = sql<SqlBool>`(${sql.ref(column)}, id) ${sql.raw(descending ? '<' : '>')} (${after.value}, ${after.id})`
      query = query.where(place)
    }
    return query
  }

  /** Products of which `term`, a whole code, is a SKU or barcode. */
  async byCode(term: string, filter: ProductFilter): Promise<ProductRow[]> {
    const ids = this.#db
      .selectFrom('search_terms')
      .select('product_id')
      .where('tier', '=', 0)
      .where('term', '=', term)
    return filtered(this.#db.selectFrom('products').selectAll(), filter)
      .where('id', 'in', ids)
      .orderBy('id', 'desc')
      .limit(20)
      .execute()
  }

  /** The words, rarest first. */
  async byRarity(wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
    if (wanted.length < 2) return wanted
    const counted: { word: Wanted; count: number }[] = []
    for (const word of wanted) counted.push({ word, count: await this.#count(word) })
    return counted.toSorted((a, b) => a.count - b.count).map(({ word }) => word)
  }

  /** Whether so many products have it that a search which reads it first may read far more than it shows. */
  async isCommon(word: Wanted): Promise<boolean> {
    return (await this.#count(word)) >= common
  }

  /** How often a word stands in the index, `common` at most. */
  async #count(word: Wanted): Promise<number> {
    const some = this.#db
      .selectFrom('search_terms')
      .select('term')
      .where('tier', 'in', tiers)
      .where(matches(word))
      .limit(common)
    const row = await this.#db
      .selectFrom(some.as('some'))
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }

  /**
   * Products that have all the words, by the best place of the first word, then by the word that was found, then newest.
   * The rows of the first word are read in the order of the answer, tier by tier, until there are enough; in a category
   * of few products, theirs.
   */
  async find(
    [first, ...rest]: readonly Wanted[],
    filter: ProductFilter,
    after: Hit | null,
    limit: number,
  ): Promise<Hit[]> {
    if (first === undefined) return []
    const words: Words = [first, ...rest]
    const own = await fewIn(this.#db, filter.categoryIds)
    return own === null
      ? this.#walk(words, filter, after, limit)
      : this.#findAmong(own, words, { ...filter, categoryIds: null }, after, limit)
  }

  async #walk(words: Words, filter: ProductFilter, after: Hit | null, limit: number): Promise<Hit[]> {
    if (filter.stockAtMost !== null && isSqlite(this.#db)) {
      const any = { ...filter, stockAtMost: null }
      const page = (last: Hit | null) => this.#walk(words, any, last ?? after, stockAtOnce)
      return scarce(this.#db, page, filter.stockAtMost, limit)
    }
    const hits: Hit[] = []
    for (const tier of tiers) {
      if (after !== null && tier < after.tier) continue
      if (hits.length >= limit) break
      hits.push(...(await this.#findIn(tier, words, filter, after, limit - hits.length)))
    }
    return hits
  }

  async #findIn(
    tier: Tier,
    words: Words,
    filter: ProductFilter,
    after: Hit | null,
    limit: number,
  ): Promise<Hit[]> {
    let query = this.#hits(words, filter).where('hit.tier', '=', tier).limit(limit)
    if (after !== null && after.tier === tier) {
      query = query
        .where('hit.term', '>=', after.term)
        .where(({ or, eb }) => or([eb('hit.term', '>', after.term), eb('hit.product_id', '<', after.id)]))
    }
    return hitsOf(await query.orderBy('hit.term').orderBy('hit.product_id', 'desc').execute())
  }

  async #findAmong(
    ids: readonly string[],
    words: Words,
    filter: ProductFilter,
    after: Hit | null,
    limit: number,
  ): Promise<Hit[]> {
    let query = this.#hits(words, filter).where('hit.product_id', 'in', ids).limit(limit)
    if (after !== null) {
      const { tier, term, id } = after
      query = query.where(sql<SqlBool>`((hit.tier, hit.term) > (${tier}, ${term})
        or (hit.tier = ${tier} and hit.term = ${term} and hit.product_id < ${id}))`)
    }
    query = query.orderBy('hit.tier').orderBy('hit.term').orderBy('hit.product_id', 'desc')
    return hitsOf(await query.execute())
  }

  /** The rows of the first word whose products have the others too, in no order yet. */
  #hits([first, ...rest]: Words, filter: ProductFilter) {
    let query = this.#db
      .selectFrom('search_terms as hit')
      .select(['hit.tier', 'hit.term', 'hit.product_id as id'])
      .where(matches(first, 'hit.term'))
    // Looked up row by row, in the order of the answer, until there are enough: of `exists` PostgreSQL would make a join
    // that reads all that any of the words has, and of `= 1` it would think that next to nothing passes.
    if (first.prefix) {
      // Of several words of a product that begin so, the best counts.
      const better = sql`${matches(first, 'other.term')} and (other.tier, other.term) < (hit.tier, hit.term)`
      query = query.where(sql<SqlBool>`not exists ${this.#another(better)}`)
    }
    for (const word of rest)
      query = query.where(sql<SqlBool>`${this.#another(matches(word, 'other.term'))} is not null`)
    if (filter.status !== null || filter.categoryIds !== null || filter.stockAtMost !== null) {
      const wanted = filtered(this.#db.selectFrom('products').select(sql<number>`1`.as('one')), filter)
        .whereRef('products.id', '=', sql.ref('hit.product_id'))
        .limit(1)
      query = query.where(sql<SqlBool>`(${wanted}) is not null`)
    }
    return query
  }

  /** 1 where the product of a hit has such a word, else null. */
  #another(word: RawBuilder<unknown>): RawBuilder<number> {
    return sql<number>`(select 1 from search_terms as other
      where other.product_id = hit.product_id and ${word} limit 1)`
  }
}

/** Where a list in this order goes on behind a row. */
export function placeOf(row: Placed, sort: ProductSort): Place {
  const value = sort === 'updated' ? Number(row.updated_at) : sort === 'title' ? row.title_key : null
  return { value, id: row.id }
}

function hitsOf(rows: readonly Hit[]): Hit[] {
  return rows.map(({ tier, term, id }) => ({ tier: Number(tier), term, id }))
}

/** Whether a column of `search_terms` is what is wanted. */
export function matches({ term, prefix }: Wanted, column = 'term') {
  const ref = sql.ref(column)
  // No text holds the last code point of all, and words are sorted by their bytes on both engines.
  return prefix
    ? sql<SqlBool>`(${ref} >= ${term} and ${ref} < ${`${term}\u{10ffff}`})`
    : sql<SqlBool>`${ref} = ${term}`
}
