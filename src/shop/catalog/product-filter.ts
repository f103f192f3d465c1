import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { ShopTables } from '../tables.ts'
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
