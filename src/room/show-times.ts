import { InvalidError } from '../errors.ts'
import type { Period } from './show-store.ts'

const minute = 60_000
const hour = 60 * minute
/** A show that nobody has begun so long after its time is missed. */
export const missedAfterMs = 12 * hour
/** A form that was filled in slowly may say "now". */
const lateMs = 5 * minute
const aheadMs = 2 * 366 * 24 * hour

/** The times that a show may have to be the one that a host begins now. */
export function dueAt(now: number, earlyMinutes: number): Period {
  return { from: now - missedAfterMs, to: now + earlyMinutes * minute }
}

/** @throws InvalidError for a time at which no show can be planned. */
export function checkStart(startsAt: number, now: number): void {
  if (startsAt < now - lateMs)
    throw new InvalidError("'startsAt': must not be in the past", { rule: 'time-past' })
  if (startsAt > now + aheadMs)
    throw new InvalidError("'startsAt': must be within the next two years", { rule: 'time-too-far' })
}
