import type { StoreClock } from '../stores/store-clock.ts'

/** From a moment on until before another; epoch milliseconds. */
export type Span = { readonly startsAt: number; readonly endsAt: number }

const hour = 3_600_000

/** The day of the shop in which a moment lies: from midnight to midnight on its stores' walls, 23 to 25 hours. */
export function dayOf(clock: StoreClock, at: number): Span {
  const endsAt = clock.next('00:00', at + 1)
  return { startsAt: clock.next('00:00', endsAt - 26 * hour), endsAt }
}

/** The last `count` days up to that of `at`, oldest first. `known`: those of before by their end, since clocks are slow. */
export function lastDays(
  clock: StoreClock,
  at: number,
  count: number,
  known: Map<number, Span> = new Map(),
): Span[] {
  const days: Span[] = []
  for (let day = dayOf(clock, at); days.length < count; ) {
    days.unshift(day)
    const before: Span = known.get(day.startsAt) ?? dayOf(clock, day.startsAt - 1)
    known.set(before.endsAt, before)
    day = before
  }
  return days
}
