import type { ProductView, VariantView } from '../../src/wire.ts'
import { type StockBook, totalLeft } from './stock-book.ts'

/** Units of a variant that are left over all stores. */
export function leftOf(variant: VariantView, stock: StockBook): number {
  return totalLeft(stock, variant.id) ?? Math.max(0, variant.available)
}

export function leftOfProduct(product: ProductView, stock: StockBook): number {
  return product.variants.reduce((sum, variant) => sum + leftOf(variant, stock), 0)
}

/** The cheapest, and whether others cost more. */
export function cheapest(
  product: ProductView,
): { readonly variant: VariantView; readonly only: boolean } | null {
  const [variant] = product.variants.toSorted((a, b) => a.price.amount - b.price.amount)
  if (!variant) return null
  return { variant, only: product.variants.every(other => other.price.amount === variant.price.amount) }
}
