import type { Page } from '../../paging.ts'
import type { ProductView, TillItemView } from '../../wire.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Changes } from '../changes.ts'

type Part = { readonly cursor: string | null; readonly limit: number }

/** What a till sells: each variant with what one store has of it. */
export class Goods {
  readonly #changes: Changes
  readonly #catalog: Catalog

  constructor(changes: Changes, catalog: Catalog) {
    this.#changes = changes
    this.#catalog = catalog
  }

  /** Those that match `q`, whose whole barcode or SKU it is first; all of them without it. Pages are of products. */
  async list(storeId: string, q: string | null, page: Part): Promise<Page<TillItemView>> {
    const question = {
      search: q,
      status: 'active',
      categoryId: null,
      stockAtMost: null,
      sort: 'newest',
    } as const
    const products = await this.#catalog.list({ ...question, ...page }, false)
    const items = products.items.flatMap(itemsOf)
    const levels = await this.#changes.records.stock.levels(
      items.map(({ variantId }) => variantId),
      storeId,
    )
    const here = new Map(levels.map(row => [row.variant_id, Number(row.on_hand) - Number(row.reserved)]))
    const counted = items.map(item => ({ ...item, available: here.get(item.variantId) ?? 0 }))
    return { items: q === null ? counted : exactFirst(counted, q), next: products.next }
  }
}

function itemsOf(product: ProductView): TillItemView[] {
  return product.variants.map(variant => ({
    variantId: variant.id,
    productId: product.id,
    sku: variant.sku,
    title: product.title,
    variantTitle: variant.title,
    barcode: variant.barcode,
    price: variant.price,
    imageUrl: product.images[0]?.url ?? null,
    available: 0,
  }))
}

/** One that is meant word for word stands alone: a scan must not ask which of several it was. */
function exactFirst(items: readonly TillItemView[], q: string): TillItemView[] {
  const wanted = q.toLowerCase()
  const exact = items.filter(
    ({ sku, barcode }) => sku.toLowerCase() === wanted || barcode?.toLowerCase() === wanted,
  )
  return exact.length > 0 ? exact : [...items]
}
