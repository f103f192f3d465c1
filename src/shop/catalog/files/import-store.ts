import { sql } from 'kysely'
import { ConflictError } from '../../../errors.ts'
import type { ShopDb } from '../../tables.ts'
import type { ProductRow, VariantRow } from '../catalog-store.ts'

/** Reads and writes many products at once. Callers give a few hundred at a time. */
export class ImportStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** By what files call them: a handle, or an id. */
  async productsCalled(names: readonly string[]): Promise<ProductRow[]> {
    const byHandle = await this.#db.selectFrom('products').selectAll().where('handle', 'in', names).execute()
    const byId = await this.#db.selectFrom('products').selectAll().where('id', 'in', names).execute()
    return [...byHandle, ...byId.filter(({ id }) => byHandle.every(other => other.id !== id))]
  }

  async variantsBySku(skus: readonly string[]): Promise<VariantRow[]> {
    return this.#db.selectFrom('variants').selectAll().where('sku', 'in', skus).execute()
  }

  async variantsByBarcode(barcodes: readonly string[]): Promise<VariantRow[]> {
    return this.#db.selectFrom('variants').selectAll().where('barcode', 'in', barcodes).execute()
  }

  /** @throws ConflictError when one of them was changed since it was read. */
  async begin(products: readonly Pick<ProductRow, 'id' | 'version'>[], at: number): Promise<void> {
    const rows = await this.#db
      .updateTable('products')
      .set({ version: sql`version + 1`, updated_at: at })
      .where(
        'id',
        'in',
        products.map(({ id }) => id),
      )
      .returning(['id', 'version'])
      .execute()
    const now = new Map(rows.map(row => [row.id, Number(row.version)]))
    if (products.some(({ id, version }) => now.get(id) !== Number(version) + 1)) {
      throw changedMeanwhile()
    }
  }

  async addProducts(rows: readonly ProductRow[]): Promise<void> {
    await this.#db.insertInto('products').values(rows).execute()
  }

  /** All but the version, which `begin` has raised. */
  async changeProducts(rows: readonly ProductRow[]): Promise<void> {
    await this.#db
      .insertInto('products')
      .values(rows)
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          title: ref('excluded.title'),
          title_key: ref('excluded.title_key'),
          description: ref('excluded.description'),
          status: ref('excluded.status'),
          stock_policy: ref('excluded.stock_policy'),
          return_days: ref('excluded.return_days'),
          return_exception: ref('excluded.return_exception'),
          options: ref('excluded.options'),
          search_version: ref('excluded.search_version'),
        })),
      )
      .execute()
  }

  async addVariants(rows: readonly VariantRow[]): Promise<void> {
    await this.#db.insertInto('variants').values(rows).execute()
  }

  /** Makes room: what two variants exchange would be twice there on the way. */
  async clearVariants(ids: readonly string[]): Promise<void> {
    await this.#db
      .updateTable('variants')
      .set({ barcode: null, options: '[]' })
      .where('id', 'in', ids)
      .execute()
  }

  async changeVariants(rows: readonly VariantRow[]): Promise<void> {
    await this.#db
      .insertInto('variants')
      .values(rows)
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          title: ref('excluded.title'),
          barcode: ref('excluded.barcode'),
          options: ref('excluded.options'),
          price: ref('excluded.price'),
          compare_at_price: ref('excluded.compare_at_price'),
          currency: ref('excluded.currency'),
          archived_at: ref('excluded.archived_at'),
          price_since: ref('excluded.price_since'),
          lowest_7_days: ref('excluded.lowest_7_days'),
          lowest_30_days: ref('excluded.lowest_30_days'),
        })),
      )
      .execute()
  }

  async assign(
    productIds: readonly string[],
    links: readonly { readonly product_id: string; readonly category_id: string }[],
  ): Promise<void> {
    await this.#db.deleteFrom('product_categories').where('product_id', 'in', productIds).execute()
    if (links.length > 0) await this.#db.insertInto('product_categories').values(links).execute()
  }
}

export function changedMeanwhile(): ConflictError {
  return new ConflictError(
    'changed-meanwhile',
    'Somebody has changed one of these products meanwhile. Look at the preview again.',
  )
}
