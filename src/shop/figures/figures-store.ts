import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { isSqlite } from '../../database/engine.ts'
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

export type Todo = {
  readonly storeId: string
  /** Paid or to be paid on collection, and not yet put aside. */
  readonly toPrepare: number
  readonly toHandOver: number
  readonly toShip: number
  readonly returns: number
  readonly refundsDue: number
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

/** The store that an order's money counts for: that of the till, else the first that gives goods. */
const storeOfOrder = sql`(select f.store_id from fulfilments f where f.order_id = o.id order by f.id limit 1)`

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
    if (!isSqlite(this.#db)) return this.#reckonAtOnce(span)
    const sums = new Map<string, FigureRow>()
    for (let startsAt = span.startsAt; startsAt < span.endsAt; startsAt += piece) {
      const endsAt = Math.min(span.endsAt, startsAt + piece)
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

  /** The spans of those given whose figures are kept. */
  async kept(spans: readonly Span[]): Promise<Set<number>> {
    const [first, last] = [spans[0], spans.at(-1)]
    if (first === undefined || last === undefined) return new Set()
    const rows = await this.#db
      .selectFrom('figured_days')
      .selectAll()
      .where('starts_at', '>=', first.startsAt)
      .where('starts_at', '<=', last.startsAt)
      .execute()
    const ends = new Map(rows.map(row => [row.starts_at, row.ends_at]))
    return new Set(
      spans.filter(({ startsAt, endsAt }) => ends.get(startsAt) === endsAt).map(span => span.startsAt),
    )
  }

  /** Keeps the figures of a day that is over; whoever comes second keeps nothing. */
  async keep({ startsAt, endsAt }: Span, figures: readonly FigureRow[]): Promise<void> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('figured_days')
      .values({ starts_at: startsAt, ends_at: endsAt })
      .onConflict(conflict => conflict.columns(['starts_at', 'ends_at']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n || figures.length === 0) return
    const rows = figures.map(({ storeId, ...figure }) => ({
      starts_at: startsAt,
      ends_at: endsAt,
      store_id: storeId,
      ...figure,
    }))
    await this.#db.insertInto('day_figures').values(rows).execute()
  }

  /** Something became known that happened at a moment of a day whose figures may be kept: they are reckoned anew. */
  async forget(at: number): Promise<void> {
    for (const table of ['day_figures', 'figured_days'] as const) {
      await this.#db.deleteFrom(table).where('starts_at', '<=', at).where('ends_at', '>', at).execute()
    }
  }

  /** Kept figures by the beginning of their day. */
  async days(from: number, to: number): Promise<Map<number, FigureRow[]>> {
    const rows = await this.#db
      .selectFrom('day_figures')
      .selectAll()
      .where('starts_at', '>=', from)
      .where('starts_at', '<=', to)
      .orderBy('starts_at')
      .execute()
    const days = new Map<number, FigureRow[]>()
    for (const { starts_at, ends_at: _, store_id, ...row } of rows) {
      const day = days.get(starts_at) ?? []
      days.set(starts_at, day)
      day.push(figureRow({ ...row, storeId: store_id }))
    }
    return days
  }

  /** What waits to be done, by store; stores with nothing to do are left out. */
  async todo(): Promise<Todo[]> {
    const { rows } = await sql<Record<keyof Todo, string | number>>`
      select store_id as "storeId", sum(to_prepare) as "toPrepare", sum(to_hand_over) as "toHandOver",
        sum(to_ship) as "toShip", sum(returns) as returns, sum(refunds_due) as "refundsDue"
      from (
        select store_id,
          case when state = 'waiting' and kind <> 'delivery' then 1 else 0 end as to_prepare,
          case when state = 'ready' and kind <> 'delivery' then 1 else 0 end as to_hand_over,
          case when kind = 'delivery' then 1 else 0 end as to_ship,
          0 as returns, 0 as refunds_due
        from fulfilments where state in ('waiting', 'ready')
        union all
        select store_id, 0, 0, 0, 1, 0 from returns where state = 'requested' and store_id is not null
        union all
        select coalesce(r.store_id, ${storeOfOrder}), 0, 0, 0, 0, 1
        from refunds r join orders o on o.id = r.order_id where r.state = 'due'
      ) facts
      group by store_id order by store_id`.execute(this.#db)
    return rows.map(({ storeId, ...counts }) => ({
      storeId: String(storeId),
      toPrepare: Number(counts.toPrepare),
      toHandOver: Number(counts.toHandOver),
      toShip: Number(counts.toShip),
      returns: Number(counts.returns),
      refundsDue: Number(counts.refundsDue),
    }))
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
