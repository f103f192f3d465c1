import type { OrderView } from '../../src/wire.ts'
import { recall, remember } from './device-store.ts'

/** An order placed on this device, and the token that opens it. */
export type MyOrder = {
  readonly id: string
  readonly token: string
  readonly number: string
  readonly title: string
  readonly placedAt: string
}

// As many as one question about them may name.
const keptOrders = 50

/** Newest first. */
export function readMyOrders(): readonly MyOrder[] {
  return parseMyOrders(recall('orders'))
}

export function rememberOrder(order: OrderView, token = order.accessToken ?? ''): void {
  const { id, number, placedAt, lines } = order
  const kept = { id, token, number, placedAt, title: lines[0]?.title ?? '' }
  keep([kept, ...readMyOrders().filter(other => other.id !== id)])
}

/** It is no longer shown on this device; the order itself stays. */
export function forgetOrder(id: string): void {
  keep(readMyOrders().filter(order => order.id !== id))
}

function keep(orders: readonly MyOrder[]): void {
  const newestFirst = orders.toSorted((a, b) => b.placedAt.localeCompare(a.placedAt))
  remember('orders', JSON.stringify(newestFirst.slice(0, keptOrders)))
}

export function orderPath(order: { readonly id: string; readonly token: string }): string {
  return `/orders/${encodeURIComponent(order.id)}#${order.token}`
}

/** What a pasted link of an order says; null when it is not one. */
export function orderOfLink(text: string): { readonly id: string; readonly token: string } | null {
  const [, id, token] = /\/orders\/([\w-]{1,64})#([\w.~-]{8,200})/.exec(text.trim()) ?? []
  return id && token ? { id, token } : null
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
