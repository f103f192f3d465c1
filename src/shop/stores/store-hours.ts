import { type Holiday, type OpenSpan, type Week, weekdaySchema } from '../../wire.ts'
import type { StoreClock } from './store-clock.ts'

/** Epoch milliseconds, the end not included. */
export type OpenTime = { readonly opens: number; readonly closes: number }

export type Hours = { readonly week: Week; readonly holidays: readonly Holiday[] }

const dayMs = 86_400_000
/** A store that has not opened or closed for so long never does. */
const horizonDays = 400

/** When a store is open: its week, its holidays, and the clock on its wall. Instants are epoch milliseconds. */
export class StoreHours {
  readonly #hours: Hours
  readonly #clock: StoreClock

  constructor(hours: Hours, clock: StoreClock) {
    this.#hours = hours
    this.#clock = clock
  }

  isOpen(at: number): boolean {
    const next = this.#next(at)
    return next !== null && next.opens <= at
  }

  /** The first closing after `at`, of a day on which the store is open at all; null if it never opens or never closes. */
  closing(at: number): number | null {
    const next = this.#next(at)
    return next === null || next.closes === Infinity ? null : next.closes
  }

  /** The first opening after `at`; null if there is none. */
  opening(at: number): number | null {
    const next = this.#next(at)
    if (next === null || next.opens > at) return next?.opens ?? null
    return next.closes === Infinity ? null : (this.#next(next.closes)?.opens ?? null)
  }

  /** When it next opens or closes; null if it stays as it is. */
  changesAt(at: number): number | null {
    return this.isOpen(at) ? this.closing(at) : this.opening(at)
  }

  /** The times that begin on a day (`2026-11-23`), in order; the last may end on the next. */
  dayTimes(date: string): readonly OpenTime[] {
    return this.spans(date).map(({ opens, closes }) => ({
      opens: this.#clock.instant(date, opens, 'first'),
      closes: this.#clock.instant(closes > opens ? date : addDays(date, 1), closes, 'last'),
    }))
  }

  /** The hours of a day as they are written, in order. */
  spans(date: string): readonly OpenSpan[] {
    const holiday = this.#hours.holidays.find(({ from, to }) => from <= date && date <= to)
    const spans = holiday?.spans ?? this.#hours.week[weekdayOf(date)]
    return spans.toSorted((a, b) => (a.opens < b.opens ? -1 : 1))
  }

  /**
   * The time that is under way or the next to come. Times that touch are one: who is open until midnight and from
   * midnight does not close between; who is open for weeks on end has no closing time.
   */
  #next(at: number): OpenTime | null {
    // From the day before, whose hours may go on past midnight.
    let date = addDays(this.#clock.date(at), -1)
    let found: OpenTime | null = null
    for (let day = 0; day < horizonDays; day++, date = addDays(date, 1)) {
      for (const time of this.dayTimes(date)) {
        if (time.closes <= at) continue
        if (found === null) found = time
        else if (time.opens <= found.closes) found = joined(found, time)
        else return found
      }
      if (found !== null && found.closes - at > 15 * dayMs) return { ...found, closes: Infinity }
    }
    return found
  }
}

function joined(a: OpenTime, b: OpenTime): OpenTime {
  return { opens: Math.min(a.opens, b.opens), closes: Math.max(a.closes, b.closes) }
}

const weekdays = weekdaySchema.options

function weekdayOf(date: string) {
  // 1970-01-01 was a Thursday.
  const day = (Date.parse(`${date}T00:00:00Z`) / dayMs + 3) % 7
  return weekdays[(day + 7) % 7] ?? 'monday'
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The usual hours of a week, for a short line about a store: the commonest day's first opening and last closing. */
export function usualHours(week: Week): OpenSpan {
  const counts = new Map<string, number>()
  for (const day of weekdays) {
    const spans = week[day].toSorted((a, b) => (a.opens < b.opens ? -1 : 1))
    const [first] = spans
    const last = spans.at(-1)
    if (first === undefined || last === undefined) continue
    const key = `${first.opens} ${last.closes}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [usual] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? []
  const [opens = '10:00', closes = '22:00'] = usual?.split(' ') ?? []
  return { opens, closes }
}

/** Every day from `opens` to `closes`. */
export function everyDay(span: OpenSpan): Week {
  return {
    monday: [span],
    tuesday: [span],
    wednesday: [span],
    thursday: [span],
    friday: [span],
    saturday: [span],
    sunday: [span],
  }
}
