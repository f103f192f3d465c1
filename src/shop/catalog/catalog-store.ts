import { sql } from 'kysely'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type ProductRow = Row<'products'>
export type VariantRow = Row<'variants'>
export type PictureRow = Row<'pictures'>

export class CatalogStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(product: ProductRow, variants: readonly VariantRow[]): Promise<void> {
    await this.#db.insertInto('products').values(product).execute()
    await this.#db.insertInto('variants').values(variants).execute()
  }

  async updateProduct(
    id: string,
    changes: Partial<Pick<ProductRow, 'title' | 'description'>>,
  ): Promise<void> {
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('products').set(changes).where('id', '=', id).execute()
  }

  async updateVariant(
    id: string,
    changes: Pick<VariantRow, 'title' | 'barcode' | 'price' | 'compare_at_price' | 'currency'>,
  ): Promise<void> {
    await this.#db.updateTable('variants').set(changes).where('id', '=', id).execute()
  }

  async product(id: string): Promise<ProductRow | undefined> {
    return this.#db.selectFrom('products').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async products(ids: readonly string[]): Promise<ProductRow[]> {
    if (ids.length === 0) return []
    return this.#db.selectFrom('products').selectAll().where('id', 'in', ids).execute()
  }

  /**
   * Newest first; one more than the limit when more follow. `search` is looked for in titles, SKUs and
   * barcodes.
   */
  async list(search: string | null, { after, limit }: Slice): Promise<ProductRow[]> {
    let query = this.#db
      .selectFrom('products')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (after !== null) query = query.where('id', '<', after)
    if (search !== null) {
      const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
      const matches = (column: 'products.title' | 'variants.title' | 'sku' | 'barcode') =>
        sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`
      query = query.where(({ or, exists, selectFrom }) =>
        or([
          matches('products.title'),
          exists(
            selectFrom('variants')
              .select('variants.id')
              .whereRef('variants.product_id', '=', 'products.id')
              .where(inner => inner.or([matches('variants.title'), matches('sku'), matches('barcode')])),
          ),
        ]),
      )
    }
    return query.execute()
  }

  async variant(id: string): Promise<VariantRow | undefined> {
    return this.#db.selectFrom('variants').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async variants(ids: readonly string[]): Promise<VariantRow[]> {
    if (ids.length === 0) return []
    return this.#db.selectFrom('variants').selectAll().where('id', 'in', ids).execute()
  }

  async variantsOf(productIds: readonly string[]): Promise<VariantRow[]> {
    if (productIds.length === 0) return []
    return this.#db
      .selectFrom('variants')
      .selectAll()
      .where('product_id', 'in', productIds)
      .orderBy('product_id')
      .orderBy('position')
      .execute()
  }

  async skusInUse(skus: readonly string[]): Promise<string[]> {
    const rows = await this.#db.selectFrom('variants').select('sku').where('sku', 'in', skus).execute()
    return rows.map(row => row.sku)
  }

  /** Those of the barcodes that a variant other than `except` has. */
  async barcodesInUse(barcodes: readonly string[], except: string | null): Promise<string[]> {
    if (barcodes.length === 0) return []
    let query = this.#db.selectFrom('variants').select('barcode').where('barcode', 'in', barcodes)
    if (except !== null) query = query.where('id', '<>', except)
    return (await query.execute()).flatMap(row => row.barcode ?? [])
  }

  /** Narrowest first. */
  async picturesOf(productIds: readonly string[]): Promise<PictureRow[]> {
    if (productIds.length === 0) return []
    return this.#db
      .selectFrom('pictures')
      .selectAll()
      .where('product_id', 'in', productIds)
      .orderBy('product_id')
      .orderBy('width')
      .execute()
  }

  /** Returns the files that are no longer any product's. */
  async replacePictures(productId: string, pictures: readonly PictureRow[]): Promise<string[]> {
    const old = await this.#db
      .deleteFrom('pictures')
      .where('product_id', '=', productId)
      .returning('file')
      .execute()
    if (pictures.length > 0) await this.#db.insertInto('pictures').values(pictures).execute()
    return old.map(row => row.file)
  }

  async picture(file: string): Promise<PictureRow | undefined> {
    return this.#db.selectFrom('pictures').selectAll().where('file', '=', file).executeTakeFirst()
  }
}
