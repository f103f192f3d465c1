import { sql } from 'kysely'
import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Row, ShopDb } from '../tables.ts'
import { PicturesStore, type ProductFile } from './pictures-store.ts'

export type ProductRow = Row<'products'>
export type VariantRow = Row<'variants'>
type ProductColumns = Partial<Omit<ProductRow, 'id' | 'created_at' | 'version' | 'updated_at'>>

/** Values in one statement: SQLite binds at most 32766, and a stock-take may be of all goods. */
const atOnce = 1000

/** Products and their variants. */
export class CatalogStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(product: ProductRow, variants: readonly VariantRow[]): Promise<void> {
    await this.#db.insertInto('products').values(product).execute()
    await this.#db.insertInto('variants').values(variants).execute()
  }

  async addVariant(variant: VariantRow): Promise<void> {
    await this.#db.insertInto('variants').values(variant).execute()
  }

  /**
   * The first write of every change to a product or what belongs to it: whoever else changes it waits, and one who saw
   * another version is refused. `version` null: whatever it is.
   * @throws NotFoundError, or ConflictError `changed-meanwhile`.
   */
  async begin(id: string, version: number | null, at: number): Promise<ProductRow> {
    let query = this.#db
      .updateTable('products')
      .set({ version: sql`version + 1`, updated_at: at })
      .where('id', '=', id)
    if (version !== null) query = query.where('version', '=', version)
    const row = await query.returningAll().executeTakeFirst()
    if (row !== undefined) return row
    const now = await this.product(id)
    if (now === undefined) throw new NotFoundError('The product')
    throw new ConflictError(
      'changed-meanwhile',
      'Somebody else has changed this product since you opened it. Load it again.',
      { version: Number(now.version) },
    )
  }

  async updateProduct(id: string, changes: ProductColumns): Promise<void> {
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('products').set(changes).where('id', '=', id).execute()
  }

  async updateVariant(id: string, changes: Partial<Omit<VariantRow, 'id' | 'product_id'>>): Promise<void> {
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('variants').set(changes).where('id', '=', id).execute()
  }

  /** `ids`: all of the product's variants, in their new order. */
  async orderVariants(productId: string, ids: readonly string[]): Promise<void> {
    // No two may have one position, not even on the way.
    await this.#db
      .updateTable('variants')
      .set({ position: sql`-1 - position` })
      .where('product_id', '=', productId)
      .execute()
    for (const [position, id] of ids.entries()) {
      await this.#db
        .updateTable('variants')
        .set({ position })
        .where('id', '=', id)
        .where('product_id', '=', productId)
        .execute()
    }
  }

  async product(id: string): Promise<ProductRow | undefined> {
    return this.#db.selectFrom('products').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async products(ids: readonly string[]): Promise<ProductRow[]> {
    return inPieces(ids, some =>
      this.#db.selectFrom('products').selectAll().where('id', 'in', some).execute(),
    )
  }

  async variant(id: string): Promise<VariantRow | undefined> {
    return this.#db.selectFrom('variants').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async variants(ids: readonly string[]): Promise<VariantRow[]> {
    return inPieces(ids, some =>
      this.#db.selectFrom('variants').selectAll().where('id', 'in', some).execute(),
    )
  }

  /** In order, with those that were taken off sale. */
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

  /** Those of the SKUs that a variant other than `except` has. */
  async skusInUse(skus: readonly string[], except: string | null = null): Promise<string[]> {
    if (skus.length === 0) return []
    let query = this.#db.selectFrom('variants').select('sku').where('sku', 'in', skus)
    if (except !== null) query = query.where('id', '<>', except)
    return (await query.execute()).map(row => row.sku)
  }

  /** Those of the barcodes that a variant other than `except` has. */
  async barcodesInUse(barcodes: readonly string[], except: string | null): Promise<string[]> {
    if (barcodes.length === 0) return []
    let query = this.#db.selectFrom('variants').select('barcode').where('barcode', 'in', barcodes)
    if (except !== null) query = query.where('id', '<>', except)
    return (await query.execute()).flatMap(row => row.barcode ?? [])
  }

  async handleInUse(handle: string, except: string | null): Promise<boolean> {
    let query = this.#db
      .selectFrom('products')
      .select('id')
      .where(({ or, eb }) => or([eb('handle', '=', handle), eb('id', '=', handle)]))
    if (except !== null) query = query.where('id', '<>', except)
    return (await query.executeTakeFirst()) !== undefined
  }

  async hasAny(): Promise<boolean> {
    return (await this.#db.selectFrom('products').select('id').limit(1).executeTakeFirst()) !== undefined
  }

  /** The sizes of the products' pictures: the first picture first, and of it the narrowest. */
  async picturesOf(productIds: readonly string[]): Promise<ProductFile[]> {
    return new PicturesStore(this.#db).files(productIds)
  }
}

/** Each row once, however often its id is given. */
async function inPieces<Row>(
  ids: readonly string[],
  read: (some: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const distinct = [...new Set(ids)]
  const rows: Row[] = []
  for (let from = 0; from < distinct.length; from += atOnce) {
    rows.push(...(await read(distinct.slice(from, from + atOnce))))
  }
  return rows
}
