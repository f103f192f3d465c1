import { sql } from 'kysely'
import { together, type Write } from '../../database/together.ts'
import { forUpdate } from '../../database.ts'
import type { OrderState } from '../../wire.ts'
import type { Author } from '../actors.ts'
import { newId } from '../ids.ts'
import type { Row, ShopDb } from '../tables.ts'
import { nameWords } from './contact-keys.ts'

export type OrderRow = Row<'orders'>
export type OrderLineRow = Row<'order_lines'>
export type OrderEventRow = Row<'order_events'>

type EventBy = { readonly author: Author | null; readonly now: number }
/** `since`: epoch milliseconds. */
export type WaitingGoods = { readonly orderId: string; readonly storeId: string; readonly since: number }

/** Goods of orders in these can be held. */
const held = ['placed', 'ready'] as const
/** The goods of orders in these can still come back. */
const returnable = ['collected', 'delivered', 'part-returned'] as const

export class OrdersStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /**
   * The next number of a month. The row is locked until the transaction ends, so no two orders get one
   * number, and a refused order leaves no gap.
   */
  async nextNumber(month: string): Promise<number> {
    const { last } = await this.#db
      .insertInto('order_numbers')
      .values({ month, last: 1 })
      .onConflict(conflict => conflict.column('month').doUpdateSet({ last: sql`order_numbers.last + 1` }))
      .returning('last')
      .executeTakeFirstOrThrow()
    return last
  }

  async insert(order: OrderRow, lines: readonly OrderLineRow[]): Promise<void> {
    await together(this.#db, this.inserts(order, lines))
  }

  inserts(order: OrderRow, lines: readonly OrderLineRow[]): Write[] {
    const words = nameWords(order.contact_name).map(term => ({ order_id: order.id, term }))
    return [
      this.#db.insertInto('orders').values(order),
      this.#db.insertInto('order_lines').values(lines),
      ...(words.length > 0 ? [this.#db.insertInto('order_words').values(words)] : []),
    ]
  }

  async find(id: string): Promise<OrderRow | undefined> {
    return this.#db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async findAll(ids: readonly string[]): Promise<OrderRow[]> {
    if (ids.length === 0) return []
    return this.#db.selectFrom('orders').selectAll().where('id', 'in', ids).execute()
  }

  /** As `find`, and no other transaction changes it or anything of it until this one ends. Locked before any level. */
  async lock(id: string): Promise<OrderRow | undefined> {
    return this.#db
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', id)
      .$call(forUpdate(this.#db))
      .executeTakeFirst()
  }

  /** Changes an order that is still in state `from`; undefined if it is not: someone else was first. */
  async move(
    id: string,
    from: OrderState,
    changes: Partial<
      Pick<OrderRow, 'state' | 'hold_expires_at' | 'paid_at' | 'done_at' | 'returnable_until' | 'closed_at'>
    >,
  ): Promise<OrderRow | undefined> {
    return this.#db
      .updateTable('orders')
      .set(changes)
      .where('id', '=', id)
      .where('state', '=', from)
      .returningAll()
      .executeTakeFirst()
  }

  async addCaptured(id: string, amount: number): Promise<OrderRow> {
    return this.#db
      .updateTable('orders')
      .set({ captured: sql`captured + ${amount}` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  /** Never more than was captured. */
  async addRefunded(id: string, amount: number): Promise<OrderRow> {
    return this.#db
      .updateTable('orders')
      .set({ refunded: sql`refunded + ${amount}` })
      .where('id', '=', id)
      .where(sql<boolean>`refunded + ${amount} <= captured`)
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  /** All of it is there: no hold ends any more. */
  async markPaid(id: string, from: OrderState, at: number): Promise<OrderRow | undefined> {
    return this.#db
      .updateTable('orders')
      .set({ paid_at: at, hold_expires_at: null, state: from === 'placed' ? 'paid' : from })
      .where('id', '=', id)
      .where('state', '=', from)
      .returningAll()
      .executeTakeFirst()
  }

  /** Counts units of a line as ones that the buyer will not have; false if there are not so many left. */
  async drop(orderId: string, variantId: string, units: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('order_lines')
      .set({ returned: sql`returned + ${units}`, dropped: sql`dropped + ${units}` })
      .where('order_id', '=', orderId)
      .where('variant_id', '=', variantId)
      .where(sql<boolean>`returned + ${units} <= quantity`)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async reduceTotal(id: string, amount: number): Promise<OrderRow> {
    return this.#db
      .updateTable('orders')
      .set({ total: sql`total - ${amount}` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  async lines(orderIds: readonly string[]): Promise<OrderLineRow[]> {
    if (orderIds.length === 0) return []
    return this.#db
      .selectFrom('order_lines')
      .selectAll()
      .where('order_id', 'in', orderIds)
      .orderBy('order_id')
      .orderBy('position')
      .execute()
  }

  /** Writes down what happened, as people will read it. `data` must be without secrets. */
  async addEvent(
    orderId: string,
    kind: string,
    by: EventBy,
    data: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from order_events where order_id = ${orderId})`
    const row = { ...eventRow(orderId, kind, by, data), position }
    await this.#db.insertInto('order_events').values(row).execute()
  }

  /** Of an order that is not there yet. */
  firstEvent(orderId: string, kind: string, by: EventBy): Write {
    return this.#db.insertInto('order_events').values({ ...eventRow(orderId, kind, by, {}), position: 1 })
  }

  /** Oldest first. */
  async events(orderId: string): Promise<OrderEventRow[]> {
    return this.#db
      .selectFrom('order_events')
      .selectAll()
      .where('order_id', '=', orderId)
      .orderBy('position')
      .orderBy('id')
      .execute()
  }

  /** When the first hold ends that is still open; null if there is none. */
  async nextExpiry(): Promise<number | null> {
    const firsts = await inEach(held, state =>
      this.#held(state).select('hold_expires_at as at').limit(1).execute(),
    )
    return earliest(firsts)
  }

  async due(now: number, limit: number): Promise<OrderRow[]> {
    const due = await inEach(held, state =>
      this.#held(state).selectAll().where('hold_expires_at', '<=', now).limit(limit).execute(),
    )
    return due.slice(0, limit)
  }

  /**
   * Paid goods that wait in a store to be collected and of which nobody was told yet, longest waiting first. They wait
   * since they are ready, or paid where nobody says so; a visitor's not before the visit.
   */
  async uncollected(limit: number, orderId: string | null = null): Promise<WaitingGoods[]> {
    const since = sql<number | string>`case when f.slot_starts_at > coalesce(f.ready_at, o.paid_at)
      then f.slot_starts_at else coalesce(f.ready_at, o.paid_at) end`
    let query = this.#db
      .selectFrom('fulfilments as f')
      .innerJoin('orders as o', 'o.id', 'f.order_id')
      .select(['f.order_id as orderId', 'f.store_id as storeId', since.as('since')])
      // In these words, or the indexes of what is open and of such notices are not used.
      .where(sql<boolean>`f.state in ('waiting', 'ready')`)
      .where('f.kind', 'in', ['pickup', 'visit'])
      .where('o.paid_at', 'is not', null)
      .where(
        sql<boolean>`not exists (select 1 from notices n where n.order_id = o.id and n.kind = 'not-collected')`,
      )
      .orderBy('since')
      .limit(limit)
    if (orderId !== null) query = query.where('o.id', '=', orderId)
    return (await query.execute()).map(row => ({ ...row, since: Number(row.since) }))
  }

  /** When the first order can be closed, since nothing of it can be returned any more. */
  async nextClosing(): Promise<number | null> {
    const firsts = await inEach(returnable, state =>
      this.#returnable(state).select('returnable_until as at').limit(1).execute(),
    )
    return earliest(firsts)
  }

  async closable(now: number, limit: number): Promise<OrderRow[]> {
    const due = await inEach(returnable, state =>
      this.#returnable(state).selectAll().where('returnable_until', '<=', now).limit(limit).execute(),
    )
    return due.slice(0, limit)
  }

  #held(state: (typeof held)[number]) {
    return this.#db
      .selectFrom('orders')
      .where('state', '=', state)
      .where('hold_expires_at', 'is not', null)
      .orderBy('hold_expires_at')
  }

  /** A return that is asked for keeps its order open. */
  #returnable(state: (typeof returnable)[number]) {
    return this.#db
      .selectFrom('orders')
      .where('state', '=', state)
      .where('returnable_until', 'is not', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('returns')
              .select('returns.id')
              .whereRef('returns.order_id', '=', 'orders.id')
              .where('returns.state', '=', 'requested'),
          ),
        ),
      )
      .orderBy('returnable_until')
  }
}

/** State by state, since an index has the orders of each in the order of their times. */
async function inEach<State, Found>(
  states: readonly State[],
  read: (state: State) => Promise<readonly Found[]>,
): Promise<Found[]> {
  return (await Promise.all(states.map(read))).flat()
}

function earliest(rows: readonly { readonly at: number | null }[]): number | null {
  const times = rows.flatMap(({ at }) => at ?? [])
  return times.length === 0 ? null : Math.min(...times)
}

function eventRow(orderId: string, kind: string, by: EventBy, data: Readonly<Record<string, unknown>>) {
  return {
    id: newId(by.now),
    order_id: orderId,
    kind,
    data: JSON.stringify(data),
    staff_id: by.author?.id ?? null,
    staff_name: by.author?.name ?? null,
    at: by.now,
  }
}
