import { ConflictError, NotFoundError } from '../../errors.ts'
import type { ProductView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import type { ProductRow } from './catalog-store.ts'
import { requireDistinct } from './distinct.ts'
import { indexProducts } from './index-products.ts'
import type { StruckPriceRule } from './prices.ts'
import { productViews } from './product-views.ts'

/** A change by somebody who saw `version` of the product; null: whatever it is. */
export type Edit = { readonly version: number | null; readonly author: Author | null }

export const anyVersion: Edit = { version: null, author: null }

/** Where a product is changed: one way for all that belongs to it. */
export class ProductDesk {
  readonly #changes: Changes
  readonly #rule: StruckPriceRule

  constructor(changes: Changes, rule: StruckPriceRule) {
    this.#changes = changes
    this.#rule = rule
  }

  /**
   * Changes a product or what belongs to it, in one transaction, and answers how it is then.
   * @throws NotFoundError, ConflictError `changed-meanwhile`, and what `work` throws.
   */
  async change(
    id: string,
    { version, author }: Edit,
    work: (records: Records, product: ProductRow, at: number) => Promise<void>,
  ): Promise<ProductView> {
    return this.#changes.make(async (records, announce) => {
      const at = this.#changes.now()
      const found = await records.catalog.begin(id, version, at)
      const before = auditMembers(await this.#view(records, found))
      await work(records, found, at)
      const product = await records.catalog.product(id)
      if (product === undefined) throw new Error('a product is gone in the middle of its change')
      await indexProducts(records, [product])
      announce('product.changed', { productId: id })
      const view = await this.#view(records, product)
      await records.audit.record({
        ...{ at, actor: author, action: 'product.updated', subject: { kind: 'product', id } },
        ...{ before, after: auditMembers(view) },
      })
      return view
    })
  }

  /** @throws NotFoundError */
  async view(records: Records, id: string, keeper = true): Promise<ProductView> {
    const product = await records.catalog.product(id)
    if (product === undefined || (product.status === 'draft' && !keeper))
      throw new NotFoundError('The product')
    return this.#view(records, product, keeper)
  }

  async views(records: Records, products: readonly ProductRow[], keeper: boolean): Promise<ProductView[]> {
    return productViews(records, products, { rule: this.#rule, keeper })
  }

  async #view(records: Records, product: ProductRow, keeper = true): Promise<ProductView> {
    const [view] = await this.views(records, [product], keeper)
    if (view === undefined) throw new NotFoundError('The product')
    return view
  }
}

/** What the books keep of a product: what people decide, not what follows from it. */
export function auditMembers(view: ProductView) {
  const { title, description, status, stockPolicy, returnRule, categoryIds, handle, options } = view
  return {
    ...{ title, description, status, stockPolicy, returnRule, categoryIds, handle, options },
    pictures: view.pictures.map(({ id, alt, variantId }) => ({ id, alt, variantId })),
    variants: view.variants.map(({ id, sku, title, barcode, price, options, kept }) => ({
      ...{ id, sku, title, barcode, price, options },
      compareAtPrice: kept?.compareAtPrice ?? null,
      archived: kept?.archivedAt != null,
    })),
  }
}

/** @throws ConflictError `sku-taken` or `barcode-taken`, InvalidError for one that is there twice. */
export async function requireFreeCodes(
  records: Records,
  variants: readonly { readonly sku?: string; readonly barcode?: string | null }[],
  except: string | null,
): Promise<void> {
  const skus = variants.flatMap(({ sku }) => sku ?? [])
  const barcodes = variants.flatMap(({ barcode }) => barcode ?? [])
  requireDistinct('SKU', skus)
  requireDistinct('barcode', barcodes)
  const [sku] = await records.catalog.skusInUse(skus, except)
  if (sku !== undefined)
    throw new ConflictError('sku-taken', `Another variant has the SKU ${sku}. Choose a new one.`, { sku })
  const [barcode] = await records.catalog.barcodesInUse(barcodes, except)
  if (barcode !== undefined) {
    throw new ConflictError(
      'barcode-taken',
      `Another variant has the barcode ${barcode}. Look at which of the two it is printed on.`,
      { barcode },
    )
  }
}
