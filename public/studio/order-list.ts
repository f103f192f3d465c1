import type { Money, OrderView } from '../../src/wire.ts'

/** Adds orders or replaces what was known of them; newest first. */
export function withOrders(known: readonly OrderView[], came: readonly OrderView[]): readonly OrderView[] {
  const byId = new Map(known.map(order => [order.id, order]))
  for (const order of came) byId.set(order.id, order)
  return [...byId.values()].sort((a, b) => Date.parse(b.placedAt) - Date.parse(a.placedAt))
}

export type Tally = { readonly orders: number; readonly units: number; readonly totals: readonly Money[] }

/** What was really ordered since then, without what was cancelled or has expired; a sum for each currency. */
export function tally(orders: readonly OrderView[], since: string | null): Tally {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const counted = orders.filter(
    order => Date.parse(order.placedAt) >= from && order.state !== 'cancelled' && order.state !== 'expired',
  )
  const totals = new Map<string, number>()
  for (const { total } of counted)
    totals.set(total.currency, (totals.get(total.currency) ?? 0) + total.amount)
  return {
    orders: counted.length,
    units: counted.flatMap(order => order.lines).reduce((sum, line) => sum + line.quantity - line.dropped, 0),
    totals: [...totals].map(([currency, amount]) => ({ currency, amount })),
  }
}
