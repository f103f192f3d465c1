import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { isSqlite } from '../../database/engine.ts'
import { storeGiving } from '../orders/todo-store.ts'
import type { ShopDb } from '../tables.ts'
import type { Span } from './shop-day.ts'

/** What a store did by one channel in some time. Amounts in minor units. */
export type FigureRow = {
  readonly storeId: string
  readonly channel: 'web' | 'live' | 'counter'
  readonly currency: string
  /** Placed in that time, whatever became of them; and what they were worth. */
  readonly orders: number
  readonly ordered: number
  /** Money that came in, and that was given back, in that time. */
  readonly taken: number
  readonly refunded: number
}

export type Bestseller = {
  readonly variantId: string
  readonly title: string
  readonly variantTitle: string
  readonly quantity: number
  readonly amount: number
  readonly currency: string
}

type Sums = Record<keyof FigureRow, string | number>
type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null }

const storeOfOrder = storeGiving(sql`o.id`)

/** A change that began before midnight may be committed after it: a day is kept so many milliseconds after its end. */
export const settledAfter = 10 * 60_000

/** Some hundred orders of a busy shop: a few milliseconds. */
const piece = 3 * 3_600_000

export class FiguresStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /**
   * What happened in a span, from the orders, tenders and refunds themselves. SQLite answers without a turn of the event
   * loop, so it is asked piece by piece: video and orders get their turns between. Not within a change.
   */
  async reckon(span: Span): Promise<FigureRow[]> {
    const atOnce = isSqlite(this.#db) ? piece : Number.POSITIVE_INFINITY
    const sums = new Map<string, FigureRow>()
    for (let startsAt = span.startsAt; startsAt < span.endsAt; startsAt += atOnce) {
      const endsAt = Math.min(span.endsAt, startsAt + atOnce)
      for (const row of await this.#reckonAtOnce({ startsAt, endsAt })) {
        const key = `${row.storeId} ${row.channel} ${row.currency}`
        sums.set(key, plus(row, sums.get(key)))
      }
      await setImmediate()
    }
    return [...sums.keys()].toSorted().flatMap(key => sums.get(key) ?? [])
  }

  async #reckonAtOnce({ startsAt, endsAt }: Span): Promise<FigureRow[]> {
    const within = (column: RawBuilder<unknown>) => sql`${column} >= ${startsAt} and ${column} < ${endsAt}`
    const { rows } = await sql<Sums>`
      select store_id as "storeId", channel, currency, sum(orders) as orders, sum(ordered) as ordered,
        sum(taken) as taken, sum(refunded) as refunded
      from (
        select ${storeOfOrder} as store_id, o.channel, o.currency, 1 as orders, o.total as ordered, 0 as taken,
          0 as refunded
        from orders o where ${within(sql`o.placed_at`)}
        union all
        select coalesce(t.store_id, ${storeOfOrder}), o.channel, t.currency, 0, 0, t.amount, 0
        from tenders t join orders o on o.id = t.order_id
        where ${within(sql`t.at`)} and t.state = 'captured'
        union all
        select coalesce(r.store_id, ${storeOfOrder}), o.channel, o.currency, 0, 0, 0, r.amount
        from refunds r join orders o on o.id = r.order_id
        where ${within(sql`r.done_at`)}
      ) facts
      group by store_id, channel, currency
      order by store_id, channel, currency`.execute(this.#db)
    return rows.map(figureRow)
  }

  /** The figures that are kept of those spans, by the beginning of each; without those of which none are. */
  async kept(spans: readonly Span[]): Promise<Map<number, FigureRow[]>> {
    const ends = new Map(spans.map(({ startsAt, endsAt }) => [startsAt, endsAt]))
    const { rows } = await sql<Nullable<Sums> & { startsAt: number; endsAt: number }>`
      select d.starts_at as "startsAt", d.ends_at as "endsAt", f.store_id as "storeId", f.channel, f.currency,
        f.orders, f.ordered, f.taken, f.refunded
      from figured_days d left join day_figures f on f.starts_at = d.starts_at and f.ends_at = d.ends_at
      where d.starts_at >= ${spans[0]?.startsAt ?? 0} and d.starts_at <= ${spans.at(-1)?.startsAt ?? 0}
      order by d.starts_at, f.store_id, f.channel, f.currency`.execute(this.#db)
    const days = new Map<number, FigureRow[]>()
    for (const { startsAt, endsAt, ...row } of rows) {
      // In another time zone days began at the same moment, and ended at another.
      if (ends.get(startsAt) !== endsAt) continue
      const day = days.get(startsAt) ?? []
      days.set(startsAt, day)
      if (row.storeId !== null) day.push(figureRow(row as Sums))
    }
    return days
  }

  /** How often something became known late; to be read before a day is reckoned that is to be kept. */
  async lateFacts(): Promise<number> {
    const row = await this.#db.selectFrom('late_facts').select('count').executeTakeFirst()
    return Number(row?.count ?? 0)
  }

  /**
   * Keeps the figures of a day that is over, unless something became known late since `lateFacts` was read; whoever
   * comes second keeps nothing. On PostgreSQL a late sale that is not committed yet is waited for, and one that comes
   * later waits: it then finds the day kept, and forgets it.
   */
  async keep({ startsAt, endsAt }: Span, figures: readonly FigureRow[], lateFacts: number): Promise<void> {
    if ((await this.#countLate(0)) !== lateFacts) return
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('figured_days')
      .values({ starts_at: startsAt, ends_at: endsAt })
      .onConflict(conflict => conflict.columns(['starts_at', 'ends_at']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) return
    if (figures.length === 0) return
    const rows = figures.map(({ storeId, ...figure }) => ({
      starts_at: startsAt,
      ends_at: endsAt,
      store_id: storeId,
      ...figure,
    }))
    await this.#db.insertInto('day_figures').values(rows).execute()
  }

  /**
   * Something becomes known at `now` that happened at the moment `at`, whose day may be kept: it is reckoned anew. To be
   * called in the transaction that writes it, and last, since all others that do the same wait for its end.
   */
  async forget(at: number, now: number): Promise<void> {
    if (now - at < settledAfter / 2) return
    await this.#countLate(1)
    for (const table of ['day_figures', 'figured_days'] as const) {
      await this.#db.deleteFrom(table).where('starts_at', '<=', at).where('ends_at', '>', at).execute()
    }
  }

  /** Adds to the count; nobody else adds or keeps until the transaction ends. */
  async #countLate(more: number): Promise<number> {
    const { count } = await this.#db
      .insertInto('late_facts')
      .values({ id: 1, count: more })
      .onConflict(conflict => conflict.column('id').doUpdateSet({ count: sql`late_facts.count + ${more}` }))
      .returning('count')
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** When the first order was placed; null while there is none. */
  async begin(): Promise<number | null> {
    const { at } = await this.#db
      .selectFrom('orders')
      .select(({ fn }) => fn.min('placed_at').as('at'))
      .executeTakeFirstOrThrow()
    return at === null ? null : Number(at)
  }

  /** What was ordered most in a span and not cancelled, most units first. */
  async bestsellers(
    { startsAt, endsAt }: Span,
    storeId: string | null,
    limit: number,
  ): Promise<Bestseller[]> {
    const inStore =
      storeId === null
        ? sql`1 = 1`
        : sql`exists (select 1 from fulfilments f where f.order_id = o.id and f.store_id = ${storeId})`
    const { rows } = await sql<Record<keyof Bestseller, string | number>>`
      select l.variant_id as "variantId", max(l.title) as title, max(l.variant_title) as "variantTitle",
        sum(l.quantity) as quantity, sum(l.total) as amount, o.currency
      from orders o join order_lines l on l.order_id = o.id
      where o.placed_at >= ${startsAt} and o.placed_at < ${endsAt} and o.state not in ('cancelled', 'expired')
        and ${inStore}
      group by l.variant_id, o.currency
      order by sum(l.quantity) desc, l.variant_id
      limit ${limit}`.execute(this.#db)
    return rows.map(row => ({
      variantId: String(row.variantId),
      title: String(row.title),
      variantTitle: String(row.variantTitle),
      quantity: Number(row.quantity),
      amount: Number(row.amount),
      currency: String(row.currency),
    }))
  }
}

function plus(row: FigureRow, other: FigureRow | undefined): FigureRow {
  if (other === undefined) return row
  return {
    ...row,
    orders: row.orders + other.orders,
    ordered: row.ordered + other.ordered,
    taken: row.taken + other.taken,
    refunded: row.refunded + other.refunded,
  }
}

/** PostgreSQL gives sums as texts. */
function figureRow(row: Sums): FigureRow {
  return {
    storeId: String(row.storeId),
    channel: channelOf(String(row.channel)),
    currency: String(row.currency),
    orders: Number(row.orders),
    ordered: Number(row.ordered),
    taken: Number(row.taken),
    refunded: Number(row.refunded),
  }
}

function channelOf(text: string): FigureRow['channel'] {
  return text === 'live' || text === 'counter' ? text : 'web'
}
