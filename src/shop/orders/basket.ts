import { ConflictError, InvalidError } from '../../errors.ts'
import type { ProductRow, VariantRow } from '../catalog/catalog-store.ts'
import type { Records } from '../changes.ts'
import type { Wanted } from '../fulfilment/route-delivery.ts'
import { type SaleRule, saleRule } from './sale-rule.ts'

/** A basket as the shop prices it: texts and prices as they are at this moment. Amounts in minor units. */
export type Priced = {
  readonly currency: string
  readonly total: number
  readonly lines: readonly PricedLine[]
  /** Variants of which nothing may be told: there are none, or they are drafts; one looks like the other. */
  readonly unknown: readonly string[]
}

export type PricedLine = Wanted & {
  readonly productId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
  readonly unitPrice: number
  readonly total: number
  readonly rule: SaleRule
}

/** @param drafts what is not published: `unknown` to buyers, who are not to hear of it. @throws as `priceLines`. */
export async function priceBasket(
  records: Records,
  lines: readonly Wanted[],
  maxQuantity: number,
  drafts: 'unknown' | 'named' = 'unknown',
): Promise<Priced> {
  const wanted = mergeLines(lines, maxQuantity)
  const variants = await records.catalog.variants(wanted.map(line => line.variantId))
  const products = await records.catalog.products([...new Set(variants.map(variant => variant.product_id))])
  const shown = products.filter(({ status }) => drafts === 'named' || status !== 'draft')
  return priceLines(wanted, variants, shown)
}

/**
 * One line for each variant, in the order of their first mention. Two lines that share an item must be
 * counted together, else each passes the check alone (medusa #16502).
 */
function mergeLines(lines: readonly Wanted[], maxQuantity: number): Wanted[] {
  const quantities = new Map<string, number>()
  for (const { variantId, quantity } of lines) {
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity)
  }
  return Array.from(quantities, ([variantId, quantity]) => {
    if (quantity > maxQuantity) {
      throw new InvalidError(`At most ${maxQuantity} of one item in one order.`, {
        rule: 'most-of-one',
        variantId,
        maxQuantity,
      })
    }
    return { variantId, quantity }
  })
}

/**
 * @throws ConflictError `mixed-currency` for two currencies in one order, InvalidError for a total that a number cannot
 * hold exactly.
 */
function priceLines(
  wanted: readonly Wanted[],
  variants: readonly VariantRow[],
  products: readonly ProductRow[],
): Priced {
  const found = wanted.flatMap(line => {
    const variant = variants.find(({ id }) => id === line.variantId)
    const product = products.find(({ id }) => id === variant?.product_id)
    return variant === undefined || product === undefined ? [] : [{ line, variant, product }]
  })
  const unknown = wanted
    .map(({ variantId }) => variantId)
    .filter(id => found.every(({ variant }) => variant.id !== id))
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
    total: exact(variant.price * line.quantity),
    rule: saleRule(product, variant),
  }))
  return { currency, total: lines.reduce((sum, { total }) => exact(sum + total), 0), lines, unknown }
}

/**
 * Why a basket cannot be bought, whatever is in stock; null if it can. Each line is named by its `variantId`, and what
 * the caller may know of it.
 */
export function notSold({ lines, unknown }: Pick<Priced, 'lines' | 'unknown'>): ConflictError | null {
  const gone = lines.filter(({ rule }) => !rule.onSale)
  if (gone.length + unknown.length === 0) return null
  const names = [
    ...gone.map(({ title, variantTitle }) => (variantTitle === '' ? title : `${title} (${variantTitle})`)),
    ...unknown.map(variantId => `the variant ${variantId}`),
  ]
  return new ConflictError('not-sold', `Not on sale: ${names.join('; ')}.`, {
    lines: [
      ...gone.map(({ variantId, sku, title, variantTitle }) => ({ variantId, sku, title, variantTitle })),
      ...unknown.map(variantId => ({ variantId })),
    ],
  })
}

function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new InvalidError('The total of the order is too large.')
  return amount
}
