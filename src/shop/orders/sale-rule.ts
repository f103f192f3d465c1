import type { ProductRow, VariantRow } from '../catalog/catalog-store.ts'
import { isOnSale } from '../catalog/on-sale.ts'

/** By what rules a product is sold, as they are kept with each line. */
export type SaleRule = {
  readonly onSale: boolean
  /** `hold`: reserved when it is ordered. `first-paid`: reserved when it is paid; the first who pays gets it. */
  readonly stockPolicy: 'hold' | 'first-paid'
  /** Days in which it can be brought back; null: never, for the reason beside it. */
  readonly returnDays: number | null
  readonly returnException: string | null
}

export function saleRule(product: ProductRow, variant: VariantRow): SaleRule {
  return {
    onSale: isOnSale(product, variant),
    stockPolicy: product.stock_policy,
    returnDays: product.return_days,
    returnException: product.return_exception,
  }
}
