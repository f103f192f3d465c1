import type { StoreClock } from '../stores/store-clock.ts'

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
 * Until when goods are kept that were ordered at `now` in a store that closes at `closes` (`HH:MM`); epoch
 * milliseconds.
 */
export function holdUntil(rule: HoldRule, clock: StoreClock, closes: string, now: number): number {
  return rule.pickupHold === 'closing'
    ? clock.next(closes, now + rule.holdMinimumMinutes * minute)
    : now + rule.pickupHold * minute
}
