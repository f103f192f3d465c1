import { NotFoundError } from '../../errors.ts'
import type { Records } from '../changes.ts'

/** What people call a variant. */
export type Goods = {
  readonly variantId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
}

/** By the variants' ids. */
export async function goodsOf(
  records: Records,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, Goods>> {
  const variants = await records.catalog.variants(variantIds)
  const products = await records.catalog.products(variants.map(({ product_id }) => product_id))
  const titles = new Map(products.map(({ id, title }) => [id, title]))
  return new Map(
    variants.map(({ id, sku, title, product_id }) => [
      id,
      { variantId: id, sku, title: titles.get(product_id) ?? '', variantTitle: title },
    ]),
  )
}

export async function requireVariants(records: Records, variantIds: readonly string[]): Promise<void> {
  const known = await goodsOf(records, variantIds)
  const unknown = variantIds.find(id => !known.has(id))
  if (unknown !== undefined) throw new NotFoundError(`The variant ${unknown}`)
}

/** As the map has it, or a name of last resort. */
export function goodsIn(goods: ReadonlyMap<string, Goods>, variantId: string): Goods {
  return goods.get(variantId) ?? { variantId, sku: '', title: variantId, variantTitle: '' }
}
