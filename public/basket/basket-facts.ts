import type { Money, ProductView, VariantView } from '../../src/wire.ts'
import type { Basket, BasketLine } from './basket.ts'

/** Products by id; null: there is none any more. What is not in it is not known yet. */
export type KnownProducts = ReadonlyMap<string, ProductView | null>

export type LineFacts = {
  readonly line: BasketLine
  readonly product: ProductView | null
  readonly variant: VariantView | null
  /** Over all stores; null while it is not known. */
  readonly left: number | null
  /** `gone`: none is left, or it is not sold any more; `short`: fewer are left than wanted. */
  readonly state: 'known' | 'short' | 'gone' | 'unknown'
  /** What a unit costs now, as far as is known. */
  readonly price: Money
  /** What it cost when it was put in, where that is not what it costs now. */
  readonly before: Money | null
}

/** Each line beside what the shop says of it now. */
export function basketFacts(
  basket: Basket,
  products: KnownProducts,
  leftOf: (variant: VariantView) => number,
): readonly LineFacts[] {
  return basket.map(line => {
    const product = products.get(line.productId)
    if (product === undefined) {
      return {
        line,
        product: null,
        variant: null,
        left: null,
        state: 'unknown',
        price: line.price,
        before: null,
      }
    }
    const sold = product?.status === 'active' ? product.variants : []
    const variant = sold.find(({ id }) => id === line.variantId) ?? null
    const left = variant ? leftOf(variant) : 0
    const price = variant?.price ?? line.price
    const changed = price.amount !== line.price.amount || price.currency !== line.price.currency
    return {
      line,
      product,
      variant,
      left,
      state: left === 0 ? 'gone' : left < line.quantity ? 'short' : 'known',
      price,
      before: changed ? line.price : null,
    }
  })
}

/** The lines that can be bought, apart from those that cannot. */
export function apart(facts: readonly LineFacts[]) {
  return {
    there: facts.filter(({ state }) => state !== 'gone'),
    gone: facts.filter(({ state }) => state === 'gone'),
  }
}

/** null where they are of several currencies, which no order can be. */
export function sumOf(facts: readonly LineFacts[]): Money | null {
  const currency = facts[0]?.price.currency
  if (currency === undefined || facts.some(({ price }) => price.currency !== currency)) return null
  return { currency, amount: facts.reduce((sum, { price, line }) => sum + price.amount * line.quantity, 0) }
}
