import type { ProductRow, VariantRow } from './catalog-store.ts'

export function isOnSale(
  product: Pick<ProductRow, 'status'>,
  variant: Pick<VariantRow, 'archived_at'>,
): boolean {
  return product.status === 'active' && variant.archived_at === null
}
