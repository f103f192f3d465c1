import type { Money } from '../../src/wire.ts'

/** What is meant to be bought, as it was when it was put in. */
export type BasketLine = {
  readonly variantId: string
  readonly productId: string
  readonly quantity: number
  readonly title: string
  readonly variantTitle: string
  readonly imageUrl: string | null
  readonly price: Money
}

/** Newest first; one line a variant. */
export type Basket = readonly BasketLine[]

// As many lines as one order takes; the server has the last word on quantities.
const mostLines = 50
export const mostQuantity = 99

/** Of what is in it already there is more; it is shown as it is now. */
export function withLine(basket: Basket, line: BasketLine): Basket {
  const before = basket.find(each => each.variantId === line.variantId)
  const quantity = clamp((before?.quantity ?? 0) + line.quantity)
  return [{ ...line, quantity }, ...without(basket, line.variantId)].slice(0, mostLines)
}

export function withQuantity(basket: Basket, variantId: string, quantity: number): Basket {
  return basket.map(line => (line.variantId === variantId ? { ...line, quantity: clamp(quantity) } : line))
}

export function without(basket: Basket, variantId: string): Basket {
  return basket.filter(line => line.variantId !== variantId)
}

/** Back to the place where it was taken from, unless it has been put in again meanwhile. */
export function withLineAt(basket: Basket, line: BasketLine, index: number): Basket {
  if (basket.some(each => each.variantId === line.variantId)) return basket
  return basket.toSpliced(index, 0, line).slice(0, mostLines)
}

/** What was ordered leaves it; what was put in meanwhile stays. */
export function withoutOrdered(
  basket: Basket,
  ordered: readonly { readonly variantId: string; readonly quantity: number }[],
): Basket {
  return basket.flatMap(line => {
    const gone = ordered.find(each => each.variantId === line.variantId)?.quantity ?? 0
    return gone >= line.quantity ? [] : [{ ...line, quantity: line.quantity - gone }]
  })
}

/** The buyer has seen these prices. */
export function withPrices(basket: Basket, prices: ReadonlyMap<string, Money>): Basket {
  return basket.map(line => ({ ...line, price: prices.get(line.variantId) ?? line.price }))
}

export function unitsIn(basket: Basket): number {
  return basket.reduce((sum, line) => sum + line.quantity, 0)
}

/** Of what was kept on the device. */
export function parseBasket(text: string | null): Basket {
  try {
    const kept: unknown = JSON.parse(text ?? '')
    return Array.isArray(kept) ? kept.filter(isLine).slice(0, mostLines) : []
  } catch {
    return []
  }
}

function isLine(kept: unknown): kept is BasketLine {
  if (typeof kept !== 'object' || kept === null) return false
  const of = (key: string): unknown => Reflect.get(kept, key)
  const quantity = of('quantity')
  const image = of('imageUrl')
  return (
    ['variantId', 'productId', 'title', 'variantTitle'].every(key => typeof of(key) === 'string') &&
    typeof quantity === 'number' &&
    quantity === clamp(quantity) &&
    (image === null || typeof image === 'string') &&
    isMoney(of('price'))
  )
}

function isMoney(value: unknown): value is Money {
  return (
    typeof value === 'object' &&
    value !== null &&
    Number.isInteger(Reflect.get(value, 'amount')) &&
    /^[A-Z]{3}$/.test(String(Reflect.get(value, 'currency')))
  )
}

function clamp(quantity: number): number {
  return Math.min(mostQuantity, Math.max(1, Math.trunc(quantity)))
}
