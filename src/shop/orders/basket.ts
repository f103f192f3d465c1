import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { ProductRow, VariantRow } from '../catalog/catalog-store.ts'
import { requireOnSale } from '../catalog/on-sale.ts'
import type { Wanted } from './choose-store.ts'

/** A basket as the shop prices it: texts and prices as they are at this moment. Amounts in minor units. */
export type Priced = {
  readonly currency: string
  readonly total: number
  readonly lines: readonly PricedLine[]
}

export type PricedLine = Wanted & {
  readonly productId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
  readonly unitPrice: number
}

/**
 * One line for each variant, in the order of their first mention. Two lines that share an item must be
 * counted together, else each passes the check alone (medusa #16502).
 */
export function mergeLines(lines: readonly Wanted[], maxQuantity: number): Wanted[] {
  const quantities = new Map<string, number>()
  for (const { variantId, quantity } of lines) {
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity)
  }
  return Array.from(quantities, ([variantId, quantity]) => {
    if (quantity > maxQuantity) {
      throw new InvalidError(`At most ${maxQuantity} of one item in one order.`, { variantId, maxQuantity })
    }
    return { variantId, quantity }
  })
}

/**
 * @throws NotFoundError for a variant that does not exist, ConflictError `not-on-sale`, or `mixed-currency` for two currencies
 * in one order, InvalidError for a total that a number cannot hold exactly.
 */
export function priceLines(
  wanted: readonly Wanted[],
  variants: readonly VariantRow[],
  products: readonly ProductRow[],
): Priced {
  const found = wanted.map(line => {
    const variant = variants.find(({ id }) => id === line.variantId)
    const product = products.find(({ id }) => id === variant?.product_id)
    if (variant === undefined || product === undefined)
      throw new NotFoundError(`The variant ${line.variantId}`)
    requireOnSale(product, variant)
    return { line, variant, product }
  })
  const [currency = '', other] = new Set(found.map(({ variant }) => variant.currency))
  if (other !== undefined) {
    const detail = `An order is in one currency; these items are priced in ${currency} and ${other}.`
    throw new ConflictError('mixed-currency', detail)
  }
  const lines = found.map(({ line, variant, product }) => ({
    ...line,
    productId: product.id,
    sku: variant.sku,
    title: product.title,
    variantTitle: variant.title,
    unitPrice: variant.price,
  }))
  const total = lines.reduce((sum, { unitPrice, quantity }) => exact(sum + exact(unitPrice * quantity)), 0)
  return { currency, total, lines }
}

function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new InvalidError('The total of the order is too large.')
  return amount
}
