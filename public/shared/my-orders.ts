import { recall, remember } from './device-store.ts'

/** An order placed on this device, and the token that opens it. */
export type MyOrder = {
  readonly id: string
  readonly token: string
  readonly number: string
  readonly title: string
  readonly placedAt: string
}

const keptOrders = 30

/** Newest first. */
export function readMyOrders(): readonly MyOrder[] {
  return parseMyOrders(recall('orders'))
}

export function rememberOrder(order: MyOrder): void {
  const others = readMyOrders().filter(kept => kept.id !== order.id)
  remember('orders', JSON.stringify([order, ...others].slice(0, keptOrders)))
}

export function orderPath(order: { readonly id: string; readonly token: string }): string {
  return `/orders/${encodeURIComponent(order.id)}#${order.token}`
}

export function parseMyOrders(text: string | null): readonly MyOrder[] {
  try {
    const kept: unknown = JSON.parse(text ?? '')
    return Array.isArray(kept) ? kept.filter(isMyOrder) : []
  } catch {
    return []
  }
}

function isMyOrder(kept: unknown): kept is MyOrder {
  if (typeof kept !== 'object' || kept === null) return false
  return ['id', 'token', 'number', 'title', 'placedAt'].every(
    key => typeof Reflect.get(kept, key) === 'string',
  )
}
