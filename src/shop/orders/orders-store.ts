import { sql } from 'kysely'
import type { Slice } from '../../paging.ts'
import type { OrderState } from '../../wire.ts'
import type { Row, ShopDb } from '../tables.ts'

export type OrderRow = Row<'orders'>
export type OrderLineRow = Row<'order_lines'>

export type OrderFilter = {
  readonly state: OrderState | null
  readonly storeId: string | null
  readonly roomSlug: string | null
}

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
    await this.#db.insertInto('orders').values(order).execute()
    await this.#db.insertInto('order_lines').values(lines).execute()
  }

  /** Changes an order that is still in state `from`; undefined if it is not: someone else was first. */
  async move(
    id: string,
    from: OrderState,
    changes: Pick<OrderRow, 'state' | 'closed_at' | 'closed_by'> &
      Partial<Pick<OrderRow, 'carrier' | 'tracking_number'>>,
  ): Promise<OrderRow | undefined> {
    return this.#db
      .updateTable('orders')
      .set(changes)
      .where('id', '=', id)
      .where('state', '=', from)
      .returningAll()
      .executeTakeFirst()
  }

  async addTender(tender: Row<'tenders'>): Promise<void> {
    await this.#db.insertInto('tenders').values(tender).execute()
  }

  async find(id: string): Promise<OrderRow | undefined> {
    return this.#db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async findByCode(code: string): Promise<OrderRow | undefined> {
    return this.#db.selectFrom('orders').selectAll().where('pickup_code', '=', code).executeTakeFirst()
  }

  /** Newest first; one more than the limit when more follow. */
  async list(filter: OrderFilter, { after, limit }: Slice): Promise<OrderRow[]> {
    let query = this.#db
      .selectFrom('orders')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (filter.state !== null) query = query.where('state', '=', filter.state)
    if (filter.storeId !== null) query = query.where('store_id', '=', filter.storeId)
    if (filter.roomSlug !== null) query = query.where('room_slug', '=', filter.roomSlug)
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
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

  /** When the first hold ends that is still open; null if there is none. */
  async nextExpiry(): Promise<number | null> {
    const row = await this.#held().select('hold_expires_at').executeTakeFirst()
    return row?.hold_expires_at ?? null
  }

  /** The orders whose hold has ended and that no one has closed yet, longest ended first. */
  async due(now: number, limit: number): Promise<OrderRow[]> {
    return this.#held().selectAll().where('hold_expires_at', '<=', now).limit(limit).execute()
  }

  #held() {
    return this.#db
      .selectFrom('orders')
      .where('state', '=', 'placed')
      .where('hold_expires_at', 'is not', null)
      .orderBy('hold_expires_at')
  }
}
