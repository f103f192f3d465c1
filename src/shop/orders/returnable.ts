import type { StoreClock } from '../stores/store-clock.ts'
import { addDays } from '../stores/store-hours.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'

const dayMs = 86_400_000

/**
 * The last moment of the last of so many days in which goods can be brought back, by the clock on the shop's wall. The day
 * on which the buyer got them does not count: 《网络购买商品七日无理由退货暂行办法》, article 8.
 */
export function lastMoment(clock: StoreClock, doneAt: number, days: number): number {
  return clock.instant(addDays(clock.date(doneAt), days + 1), '00:00', 'first') - 1
}

/**
 * Until when the buyer can give a line back; null: not handed over yet, or never. Epoch milliseconds. A line with fewer days
 * than the one that keeps its order open the longest ends by whole days of 24 hours sooner.
 * @param lines all of the order's.
 */
export function returnableUntil(
  { returnable_until }: Pick<OrderRow, 'returnable_until'>,
  { return_days }: Pick<OrderLineRow, 'return_days'>,
  lines: readonly Pick<OrderLineRow, 'return_days'>[],
): number | null {
  if (returnable_until === null || return_days === null) return null
  return returnable_until - (longestDays(lines) - return_days) * dayMs
}

export function longestDays(lines: readonly Pick<OrderLineRow, 'return_days'>[]): number {
  return Math.max(0, ...lines.map(({ return_days }) => return_days ?? 0))
}
