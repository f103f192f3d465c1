export type HoldRule = {
  /** Until a closing time of the store, or so many minutes. */
  readonly pickupHold: 'closing' | number
  /**
   * With `closing`: the least time that a buyer gets, so that an order just before closing lasts until the
   * next day's.
   */
  readonly holdMinimumMinutes: number
}

const minute = 60_000

/**
 * Until when goods are kept that were ordered at `now`; epoch milliseconds.
 * @param closing the first closing of the store at or after a moment; null if it never closes, and a day is kept then.
 */
export function holdUntil(rule: HoldRule, closing: (at: number) => number | null, now: number): number {
  if (rule.pickupHold !== 'closing') return now + rule.pickupHold * minute
  const least = now + rule.holdMinimumMinutes * minute
  return closing(least) ?? Math.max(least, now + 24 * 60 * minute)
}
