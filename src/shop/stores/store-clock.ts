type Day = { readonly year: number; readonly month: number; readonly day: number }

const dayMs = 86_400_000

/**
 * What the clock on a store's wall shows, whatever the machine's own time zone. Instants are epoch
 * milliseconds.
 */
export class StoreClock {
  readonly #format: Intl.DateTimeFormat

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** Year and month as four digits: 2611 in November 2026. */
  month(at: number): string {
    const { year, month } = dayOf(this.#wall(at))
    return `${String(year % 100).padStart(2, '0')}${String(month).padStart(2, '0')}`
  }

  /** The first moment from `at` on at which the wall shows `time` (`HH:MM`). */
  next(time: string, at: number): number {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    const { year, month, day } = dayOf(this.#wall(at))
    for (let later = 0; ; later++) {
      const instant = this.#instant(Date.UTC(year, month - 1, day + later, hour, minute))
      if (instant >= at) return instant
    }
  }

  /** The day on the calendar, for example 2026-11-23. */
  date(at: number): string {
    return new Date(this.#wall(at)).toISOString().slice(0, 10)
  }

  /** Day and time of day, for example 2026-11-23 14:05. */
  minute(at: number): string {
    return new Date(this.#wall(at)).toISOString().slice(0, 16).replace('T', ' ')
  }

  /** The instant at which the wall shows `time` (`HH:MM`, 24:00 too) on `date`; of two, the first or the last. */
  instant(date: string, time: string, which: 'first' | 'last' = 'last'): number {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return this.#instant(Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000 + minute * 60_000, which)
  }

  /**
   * The instant of a wall time. Where clocks go back and show it twice, the second unless the first is wanted; where
   * they go forward and never show it, as much after the change as it would have been after it.
   */
  #instant(wall: number, which: 'first' | 'last' = 'last'): number {
    const before = this.#offset(wall - dayMs)
    const after = this.#offset(wall + dayMs)
    const instants = [wall - before, wall - after].filter(instant => this.#wall(instant) === wall)
    if (instants.length === 0) return wall - before
    return which === 'last' ? Math.max(...instants) : Math.min(...instants)
  }

  #offset(at: number): number {
    return this.#wall(at) - at
  }

  /** What the wall shows at `at`, as if the wall were in UTC. */
  #wall(at: number): number {
    const parts = new Map(this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const milliseconds = ((at % 1000) + 1000) % 1000
    return (
      Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) + milliseconds
    )
  }
}

function dayOf(wall: number): Day {
  const date = new Date(wall)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
