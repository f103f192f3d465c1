import { isoTime } from '../../fields.ts'
import type { DayFigures, TodayFigures } from '../../wire.ts'
import type { Changes } from '../changes.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { FigureRow } from './figures-store.ts'
import { dayOf, lastDays, type Span } from './shop-day.ts'

const minute = 60_000
/** A change that began before midnight may be committed after it. */
const settledAfter = 10 * minute
const week = 7
const bestsellers = 10

/** What the owner asks first: how does it go today, and what waits to be done. */
export class Figures {
  readonly #changes: Changes
  readonly #clock: StoreClock
  /** Days by their end. */
  readonly #known = new Map<number, Span>()

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  /** Today up to now, beside the same weekday of last week up to the same hour. @param storeId null: all stores. */
  async today(storeId: string | null): Promise<TodayFigures> {
    const now = this.#changes.now()
    const { figures, notices } = this.#changes.records
    const today = dayOf(this.#clock, now)
    const [before = today] = lastDays(this.#clock, now, week + 1, this.#known)
    const sameHour = { startsAt: before.startsAt, endsAt: before.startsAt + (now - today.startsAt) }
    return {
      startsAt: isoTime(today.startsAt),
      rows: inStore(await figures.reckon(today), storeId),
      lastWeek: inStore(await figures.reckon(sameHour), storeId),
      todo: (await figures.todo()).filter(row => storeId === null || row.storeId === storeId),
      notices: await notices.countOpen(storeId),
      bestsellers: await figures.bestsellers(today, storeId, bestsellers),
    }
  }

  /** The last `count` days with today, oldest first. */
  async days(count: number, storeId: string | null): Promise<DayFigures[]> {
    const now = this.#changes.now()
    const spans = lastDays(this.#clock, now, count, this.#known)
    const { figures } = this.#changes.records
    const known = await figures.kept(spans)
    const kept = await figures.days(spans[0]?.startsAt ?? now, now)
    const days: DayFigures[] = []
    for (const span of spans) {
      const rows = known.has(span.startsAt) ? (kept.get(span.startsAt) ?? []) : await this.#reckon(span, now)
      days.push({ startsAt: isoTime(span.startsAt), rows: inStore(rows, storeId) })
    }
    return days
  }

  /** A day that is over for good is kept. */
  async #reckon(span: Span, now: number): Promise<readonly FigureRow[]> {
    const rows = await this.#changes.records.figures.reckon(span)
    if (now >= span.endsAt + settledAfter) await this.#changes.make(({ figures }) => figures.keep(span, rows))
    return rows
  }
}

function inStore(rows: readonly FigureRow[], storeId: string | null): FigureRow[] {
  return rows.filter(row => storeId === null || row.storeId === storeId)
}
