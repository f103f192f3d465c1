import type { Money, TillItemView } from '../../../src/wire.ts'

export type BasketLine = {
  readonly item: TillItemView
  readonly quantity: number
  /** The server refused: so many are left. */
  readonly left: number | null
}

/** The last one touched is the last one. */
export type Basket = readonly BasketLine[]

const mostOfOne = 999

export function add(basket: Basket, item: TillItemView, quantity: number): Basket {
  const known = basket.find(line => line.item.variantId === item.variantId)
  if (!known) return [...basket, { item, quantity: Math.min(quantity, mostOfOne), left: null }]
  return setQuantity(basket, item.variantId, known.quantity + quantity)
}

/** 0 takes the line away. */
export function setQuantity(basket: Basket, variantId: string, quantity: number): Basket {
  return basket.flatMap(line => {
    if (line.item.variantId !== variantId) return [line]
    const wanted = Math.min(quantity, mostOfOne)
    const left = line.left !== null && wanted > line.left ? line.left : null
    return wanted < 1 ? [] : [{ ...line, quantity: wanted, left }]
  })
}

/** With the price and the stock that the server knows now. */
export function refreshed(basket: Basket, items: readonly TillItemView[]): Basket {
  return basket.map(line => {
    const item = items.find(({ variantId }) => variantId === line.item.variantId)
    return item === undefined ? line : { ...line, item }
  })
}

/** What a refusal for want of stock says of its lines. */
export function shortened(
  basket: Basket,
  short: readonly { readonly variantId: string; readonly available: number }[],
): Basket {
  return basket.map(line => {
    const found = short.find(({ variantId }) => variantId === line.item.variantId)
    if (found === undefined) return line
    return { ...line, left: found.available, item: { ...line.item, available: found.available } }
  })
}

/** Null for an empty basket. Whole numbers only. */
export function totalOf(basket: Basket): Money | null {
  const currency = basket[0]?.item.price.currency
  if (currency === undefined) return null
  return {
    amount: basket.reduce((sum, { item, quantity }) => sum + item.price.amount * quantity, 0),
    currency,
  }
}

export function unitsOf(basket: Basket): number {
  return basket.reduce((sum, { quantity }) => sum + quantity, 0)
}
