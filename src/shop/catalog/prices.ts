import { InvalidError } from '../../errors.ts'
import type { MoneyInput } from '../../fields.ts'

/** A variant's price and struck price, both in minor units of one currency. */
export type Prices = {
  readonly price: number
  readonly compare_at_price: number | null
  readonly currency: string
}

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

/** The struck price if there is one to show: one that a later price has reached is none. */
export function struckPrice(prices: Prices): number | null {
  return prices.compare_at_price !== null && prices.compare_at_price > prices.price
    ? prices.compare_at_price
    : null
}

function requireHonestStrike(prices: Prices, compareAt: MoneyInput): void {
  if ((compareAt.currency ?? prices.currency) !== prices.currency) {
    throw new InvalidError('price and compareAtPrice must be in one currency.')
  }
  if (struckPrice(prices) === null) throw new InvalidError('compareAtPrice must be higher than price.')
}
