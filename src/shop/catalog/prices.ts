import { InvalidError } from '../../errors.ts'
import type { MoneyInput } from '../../fields.ts'

/** A variant's price and struck price, both in minor units of one currency. */
export type Prices = {
  readonly price: number
  readonly compare_at_price: number | null
  readonly currency: string
}

/** The lowest price it was sold at in 7 days, else offered at in them, and offered at in 30; null: it was not. */
export type Lows = { readonly lowest_7_days: number | null; readonly lowest_30_days: number | null }

/** By which past a struck price must be true: `shop.struckPrice`. */
export type StruckPriceRule = 'lowest-7-days' | 'lowest-30-days'

/** @throws InvalidError for two currencies, or a struck price that is not above the price. */
export function newPrices(price: MoneyInput, compareAt: MoneyInput | null, currency: string): Prices {
  const prices = {
    price: price.amount,
    compare_at_price: compareAt?.amount ?? null,
    currency: price.currency ?? currency,
  }
  if (compareAt !== null) requireHonestStrike(prices, compareAt)
  return prices
}

/** `undefined` leaves as it is. @throws InvalidError as newPrices does. */
export function changedPrices(
  old: Prices,
  price: MoneyInput | undefined,
  compareAt: MoneyInput | null | undefined,
): Prices {
  const prices = {
    price: price?.amount ?? old.price,
    compare_at_price: compareAt === undefined ? old.compare_at_price : (compareAt?.amount ?? null),
    currency: price?.currency ?? old.currency,
  }
  if (compareAt) requireHonestStrike(prices, compareAt)
  if (compareAt === undefined && old.compare_at_price !== null && prices.currency !== old.currency) {
    throw new InvalidError('A price in another currency needs a new compareAtPrice, or null.')
  }
  return prices
}

/**
 * The struck price that buyers may see: what was typed, but no more than the lowest price of the days before the
 * present price began, and none that is not above it. China: 《规范促销行为暂行规定》, the lowest deal of 7 days; EU:
 * Directive 98/6, article 6a, with C-330/23, the lowest offer of 30.
 */
export function struckPrice(prices: Prices & Lows, rule: StruckPriceRule): number | null {
  const low = rule === 'lowest-7-days' ? prices.lowest_7_days : prices.lowest_30_days
  if (prices.compare_at_price === null || low === null) return null
  const struck = Math.min(prices.compare_at_price, low)
  return struck > prices.price ? struck : null
}

function requireHonestStrike(prices: Prices, compareAt: MoneyInput): void {
  if ((compareAt.currency ?? prices.currency) !== prices.currency) {
    throw new InvalidError('price and compareAtPrice must be in one currency.', { rule: 'one-currency' })
  }
  if (prices.compare_at_price !== null && prices.compare_at_price <= prices.price) {
    throw new InvalidError('compareAtPrice must be higher than price.', { rule: 'above-price' })
  }
}
