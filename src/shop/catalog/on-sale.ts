import { ConflictError } from '../../errors.ts'
import type { ProductRow, VariantRow } from './catalog-store.ts'

export function isOnSale(
  product: Pick<ProductRow, 'status'>,
  variant: Pick<VariantRow, 'archived_at'>,
): boolean {
  return product.status === 'active' && variant.archived_at === null
}

/** For whoever sells. @throws ConflictError `not-on-sale` for a draft, or what was taken off sale. */
export function requireOnSale(
  product: Pick<ProductRow, 'id' | 'title' | 'status'>,
  variant: Pick<VariantRow, 'id' | 'title' | 'archived_at'>,
): void {
  if (isOnSale(product, variant)) return
  const name = variant.title === '' ? product.title : `${product.title} (${variant.title})`
  throw new ConflictError('not-on-sale', `${name} is not on sale any more.`, {
    productId: product.id,
    variantId: variant.id,
  })
}
