import type { OrderLineRow, OrderRow } from './orders-store.ts'

/** Until when the buyer can give a line back; null: not handed over yet, or never. Epoch milliseconds. */
export function returnableUntil(
  { done_at }: Pick<OrderRow, 'done_at'>,
  { return_days }: Pick<OrderLineRow, 'return_days'>,
): number | null {
  return done_at === null || return_days === null ? null : done_at + return_days * 86_400_000
}
