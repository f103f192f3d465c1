import { isoTime } from '../../fields.ts'
import type { DayFigures, TodayFigures } from '../../wire.ts'
import type { Changes } from '../changes.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { type FigureRow, settledAfter } from './figures-store.ts'
import { dayOf, lastDays, type Span } from './shop-day.ts'

const week = 7
const bestsellers = 10
/** So many days can be asked for. */
export const mostDays = 92

/** What the owner asks first: how does it go today, and what waits to be done. */
export class Figures {
  readonly #changes: Changes
  readonly #clock: StoreClock
  /** Days by their end. */
  readonly #known = new Map<number, Span>()
  /** Days that are being reckoned, for those who ask meanwhile; by what was known late then, too. */
  readonly #underWay = new Map<string, Promise<readonly FigureRow[]>>()

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  /** Today up to now, beside the same weekday of last week up to the same hour. @param storeId null: all stores. */
  async today(storeId: string | null): Promise<TodayFigures> {
    const now = this.#changes.now()
    const { figures, notices, todo } = this.#changes.records
    const today = dayOf(this.#clock, now)
    const [before = today] = this.#lastDays(now, week + 1)
    const sameHour = { startsAt: before.startsAt, endsAt: before.startsAt + (now - today.startsAt) }
    return {
      startsAt: isoTime(today.startsAt),
      rows: inStore(await figures.reckon(today), storeId),
      lastWeek: inStore(await figures.reckon(sameHour), storeId),
      todo: inStore(await todo.counts(), storeId),
      returnsToAnyStore: await todo.returnsToAnyStore(),
      notices: await notices.countOpen(storeId),
      bestsellers: await figures.bestsellers(today, storeId, bestsellers),
    }
  }

  /** The last `count` days with today, oldest first. */
  async days(count: number, storeId: string | null): Promise<DayFigures[]> {
    const now = this.#changes.now()
    const spans = this.#lastDays(now, count)
    const { figures } = this.#changes.records
    const begin = await figures.begin()
    const kept = await figures.kept(spans)
    const days: DayFigures[] = []
    for (const span of spans) {
      const rows = kept.get(span.startsAt) ?? (await this.#reckon(span, begin, now))
      days.push({ startsAt: isoTime(span.startsAt), rows: inStore(rows, storeId) })
    }
    return days
  }

  /**
   * Keeps the newest day that is over and not kept, so that nobody waits who looks at it first. Returns when to come
   * again: at once while there are more, else when today is over.
   */
  async keepOne(): Promise<number> {
    const now = this.#changes.now()
    const { figures } = this.#changes.records
    const begin = (await figures.begin()) ?? now
    const spans = this.#lastDays(now, mostDays).filter(({ endsAt }) => endsAt > begin)
    const kept = await figures.kept(spans)
    const missing = spans.filter(({ startsAt }) => !kept.has(startsAt))
    const newest = missing.findLast(span => isOver(span, now))
    if (newest === undefined) return Math.min(...missing.map(({ endsAt }) => endsAt + settledAfter))
    await this.#reckon(newest, begin, now)
    return now
  }

  async #reckon(span: Span, begin: number | null, now: number): Promise<readonly FigureRow[]> {
    if (begin === null || span.endsAt <= begin) return []
    const { figures } = this.#changes.records
    if (!isOver(span, now)) return figures.reckon(span)
    const late = await figures.lateFacts()
    const key = `${span.startsAt} ${late}`
    const rows = this.#underWay.get(key) ?? this.#keep(span, late).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, rows)
    return rows
  }

  async #keep(span: Span, late: number): Promise<readonly FigureRow[]> {
    const rows = await this.#changes.records.figures.reckon(span)
    await this.#changes.make(({ figures }) => figures.keep(span, rows, late))
    return rows
  }

  #lastDays(now: number, count: number): Span[] {
    return lastDays(this.#clock, now, count, this.#known)
  }
}

/** For good: nothing of its own time can still be on its way. */
function isOver({ endsAt }: Span, now: number): boolean {
  return now >= endsAt + settledAfter
}

function inStore<Row extends { readonly storeId: string }>(
  rows: readonly Row[],
  storeId: string | null,
): Row[] {
  return rows.filter(row => storeId === null || row.storeId === storeId)
}
