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
    const row = await this.#held().select('hold_expires_at').executeTakeFirst()
    return row?.hold_expires_at ?? null
  }

  /** The orders whose hold has ended and that no one has closed yet, longest ended first. */
  async due(now: number, limit: number): Promise<OrderRow[]> {
    return this.#held().selectAll().where('hold_expires_at', '<=', now).limit(limit).execute()
  }

  /** When the first order can be closed, since nothing of it can be returned any more. */
  async nextClosing(): Promise<number | null> {
    const row = await this.#returnable().select('returnable_until').executeTakeFirst()
    return row?.returnable_until ?? null
  }

  async closable(now: number, limit: number): Promise<OrderRow[]> {
    return this.#returnable().selectAll().where('returnable_until', '<=', now).limit(limit).execute()
  }

  #held() {
    return this.#db
      .selectFrom('orders')
      .where('state', 'in', ['placed', 'ready'])
      .where('hold_expires_at', 'is not', null)
      .orderBy('hold_expires_at')
  }

  /** A return that is asked for keeps its order open. */
  #returnable() {
    return this.#db
      .selectFrom('orders')
      .where('state', 'in', ['collected', 'delivered', 'part-returned'])
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
