import { NotFoundError } from '../../errors.ts'
import type { Records } from '../changes.ts'

/** What people call a variant. */
export type Goods = {
  readonly variantId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
}

const atOnce = 1000

/** By the variants' ids. */
export async function goodsOf(
  records: Records,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, Goods>> {
  const found = new Map<string, Goods>()
  for (let from = 0; from < variantIds.length; from += atOnce) {
    const variants = await records.catalog.variants(variantIds.slice(from, from + atOnce))
    const products = await records.catalog.products([
      ...new Set(variants.map(({ product_id }) => product_id)),
    ])
    const titles = new Map(products.map(({ id, title }) => [id, title]))
    for (const { id, sku, title, product_id } of variants) {
      found.set(id, { variantId: id, sku, title: titles.get(product_id) ?? '', variantTitle: title })
    }
  }
  return found
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
