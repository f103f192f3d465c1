import type { Row, ShopDb } from '../tables.ts'

export type FulfilmentRow = Row<'fulfilments'>
export type AllocationRow = Row<'allocations'>

/** What each store gives to an order. */
export class FulfilmentsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(fulfilment: FulfilmentRow, allocations: readonly AllocationRow[]): Promise<void> {
    await this.#db.insertInto('fulfilments').values(fulfilment).execute()
    await this.#db.insertInto('allocations').values(allocations).execute()
  }

  /** Oldest first. */
  async ofOrders(orderIds: readonly string[]): Promise<FulfilmentRow[]> {
    if (orderIds.length === 0) return []
    return this.#db
      .selectFrom('fulfilments')
      .selectAll()
      .where('order_id', 'in', orderIds)
      .orderBy('id')
      .execute()
  }

  async findByCode(code: string): Promise<FulfilmentRow | undefined> {
    return this.#db.selectFrom('fulfilments').selectAll().where('pickup_code', '=', code).executeTakeFirst()
  }

  async allocations(orderIds: readonly string[]): Promise<AllocationRow[]> {
    if (orderIds.length === 0) return []
    return this.#db
      .selectFrom('allocations')
      .selectAll()
      .where('order_id', 'in', orderIds)
      .orderBy('fulfilment_id')
      .orderBy('variant_id')
      .execute()
  }

  /** Changes a fulfilment that is still in one of the states `from`; undefined if it is not: someone was first. */
  async move(
    id: string,
    from: readonly FulfilmentRow['state'][],
    changes: Partial<Omit<FulfilmentRow, 'id' | 'order_id' | 'store_id' | 'kind'>>,
  ): Promise<FulfilmentRow | undefined> {
    return this.#db
      .updateTable('fulfilments')
      .set(changes)
      .where('id', '=', id)
      .where('state', 'in', from)
      .returningAll()
      .executeTakeFirst()
  }

  async moveAllocation(
    { fulfilment_id, variant_id, state }: AllocationRow,
    to: AllocationRow['state'],
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('allocations')
      .set({ state: to })
      .where('fulfilment_id', '=', fulfilment_id)
      .where('variant_id', '=', variant_id)
      .where('state', '=', state)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }
}
