import { sql } from 'kysely'
import type { Row, ShopDb } from '../tables.ts'

export type CategoryRow = Row<'categories'>

/** The tree of categories, and which products are in each. */
export class CategoriesStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Siblings in order; parents before their children. */
  async all(): Promise<CategoryRow[]> {
    return this.#db
      .selectFrom('categories')
      .selectAll()
      .orderBy('depth')
      .orderBy('position')
      .orderBy('id')
      .execute()
  }

  async insert(row: CategoryRow): Promise<void> {
    await this.#db.insertInto('categories').values(row).execute()
  }

  async update(id: string, changes: Partial<Omit<CategoryRow, 'id' | 'created_at'>>): Promise<void> {
    await this.#db.updateTable('categories').set(changes).where('id', '=', id).execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('product_categories').where('category_id', '=', id).execute()
    await this.#db.deleteFrom('categories').where('id', '=', id).execute()
  }

  /** Products in each category itself. */
  async counts(): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('product_categories')
      .select(['category_id', sql<number>`count(*)`.as('products')])
      .groupBy('category_id')
      .execute()
    return new Map(rows.map(row => [row.category_id, Number(row.products)]))
  }

  async of(productIds: readonly string[]): Promise<Row<'product_categories'>[]> {
    if (productIds.length === 0) return []
    return this.#db
      .selectFrom('product_categories')
      .selectAll()
      .where('product_id', 'in', productIds)
      .orderBy('product_id')
      .orderBy('category_id')
      .execute()
  }

  async assign(productId: string, categoryIds: readonly string[]): Promise<void> {
    await this.#db.deleteFrom('product_categories').where('product_id', '=', productId).execute()
    if (categoryIds.length === 0) return
    await this.#db
      .insertInto('product_categories')
      .values(categoryIds.map(category_id => ({ product_id: productId, category_id })))
      .execute()
  }
}
