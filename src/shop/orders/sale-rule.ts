import type { ProductRow, VariantRow } from '../catalog/catalog-store.ts'

/** By what rules a product is sold, as they are kept with each line. */
export type SaleRule = {
  readonly onSale: boolean
  /** `hold`: reserved when it is ordered. `first-paid`: reserved when it is paid; the first who pays gets it. */
  readonly stockPolicy: 'hold' | 'first-paid'
  /** Days in which it can be brought back; null: never, for the reason beside it. */
  readonly returnDays: number | null
  readonly returnException: string | null
}

export function saleRule(_product: ProductRow, _variant: VariantRow): SaleRule {
  return { onSale: true, stockPolicy: 'hold', returnDays: 7, returnException: null }
}
