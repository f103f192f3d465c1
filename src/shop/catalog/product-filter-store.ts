import { setImmediate } from 'node:timers/promises'
import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { ShopDb, ShopTables } from '../tables.ts'
import type { ProductRow } from './catalog-store.ts'

/** What products a list shows. */
export type ProductFilter = {
  /** null: all. */
  readonly status: ProductRow['status'] | null
  /** In any of these; null: wherever. */
  readonly categoryIds: readonly string[] | null
  /** A variant on sale of which so few units are left over all stores; null: however many. */
  readonly stockAtMost: number | null
}

export type ProductQuery<Selected> = SelectQueryBuilder<ShopTables, 'products', Selected>

/** A category of so many products at most is looked through itself. */
const few = 500
/** So many products are asked for their stock at once: no index knows sums over all stores. */
export const stockAtOnce = 500

export function filtered<Selected>(
  query: ProductQuery<Selected>,
  { status, categoryIds, stockAtMost }: ProductFilter,
): ProductQuery<Selected> {
  let narrowed = query
  if (status !== null) narrowed = narrowed.where('products.status', '=', status)
  if (categoryIds !== null) {
    narrowed = narrowed.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('product_categories')
          .select('product_categories.category_id')
          .whereRef('product_categories.product_id', '=', 'products.id')
          .where('product_categories.category_id', 'in', [...categoryIds, '']),
      ),
    )
  }
  if (stockAtMost !== null) {
    narrowed = narrowed.where(
      // One level that has more is enough to know, and no level is below nought.
      sql<SqlBool>`exists (select 1 from variants where variants.product_id = products.id
        and variants.archived_at is null
        and (select 1 from stock_levels where variant_id = variants.id and on_hand - reserved > ${stockAtMost}
          limit 1) is null
        and ${stockAtMost} >= coalesce(
          (select sum(on_hand - reserved) from stock_levels where variant_id = variants.id), 0))`,
    )
  }
  return narrowed
}

/**
 * The products of categories that have few, and '', so that it is never empty: what is read of them does not grow with the
 * shop. null: there are many, or no category was asked for.
 */
export async function fewIn(db: ShopDb, categoryIds: readonly string[] | null): Promise<string[] | null> {
  if (categoryIds === null) return null
  const rows = await db
    .selectFrom('product_categories')
    .select('product_id')
    .where('category_id', 'in', [...categoryIds, ''])
    .limit(few + 1)
    .execute()
  return rows.length > few ? null : [...new Set(rows.map(({ product_id }) => product_id)), '']
}

/**
 * The first of a list that have so few units left: page by page (of `stockAtOnce`, `last` null for the first), with a turn
 * of the event loop between.
 */
export async function scarce<Item extends { readonly id: string }>(
  db: ShopDb,
  page: (last: Item | null) => Promise<Item[]>,
  stockAtMost: number,
  limit: number,
): Promise<Item[]> {
  const found: Item[] = []
  for (let last: Item | null = null; ; await setImmediate()) {
    const items: Item[] = await page(last)
    const ids = items.map(({ id }) => id)
    const filter = { status: null, categoryIds: null, stockAtMost }
    const rows = await filtered(db.selectFrom('products').select('id'), filter)
      .where(sql<SqlBool>`id in (select value from json_each(${JSON.stringify(ids)}))`)
      .execute()
    const scant = new Set(rows.map(({ id }) => id))
    found.push(...items.filter(({ id }) => scant.has(id)))
    if (found.length >= limit || items.length < stockAtOnce) return found.slice(0, limit)
    last = items.at(-1) ?? null
  }
}
