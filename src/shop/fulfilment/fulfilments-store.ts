import { sql } from 'kysely'
import { together, type Write } from '../../database/together.ts'
import type { Row, ShopDb } from '../tables.ts'

export type FulfilmentRow = Row<'fulfilments'>
export type AllocationRow = Row<'allocations'>
export type SlotRow = Row<'visit_slots'>

/** What each store gives to an order. */
export class FulfilmentsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(parts: readonly FulfilmentRow[], allocations: readonly AllocationRow[]): Promise<void> {
    await together(this.#db, this.inserts(parts, allocations))
  }

  inserts(parts: readonly FulfilmentRow[], allocations: readonly AllocationRow[]): Write[] {
    return [
      this.#db.insertInto('fulfilments').values(parts),
      this.#db.insertInto('allocations').values(allocations),
    ]
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

  async slots(visits: readonly Pick<FulfilmentRow, 'store_id' | 'slot_starts_at'>[]): Promise<SlotRow[]> {
    const starts = visits.flatMap(({ slot_starts_at }) => slot_starts_at ?? [])
    if (starts.length === 0) return []
    const stores = visits.map(({ store_id }) => store_id)
    return this.#db
      .selectFrom('visit_slots')
      .selectAll()
      .where('store_id', 'in', [...new Set(stores)])
      .where('starts_at', 'in', [...new Set(starts)])
      .execute()
  }

  async slotsBetween(storeId: string, from: number, to: number): Promise<SlotRow[]> {
    return this.#db
      .selectFrom('visit_slots')
      .selectAll()
      .where('store_id', '=', storeId)
      .where('starts_at', '>=', from)
      .where('starts_at', '<', to)
      .execute()
  }

  /**
   * Takes a place of a slot, which comes into being with its first visit. Test and change are one statement: of many who
   * want the last place, one gets it. False: it is full.
   */
  async takeSlot(slot: Omit<SlotRow, 'taken'>): Promise<boolean> {
    await this.#db
      .insertInto('visit_slots')
      .values({ ...slot, taken: 0 })
      .onConflict(conflict => conflict.columns(['store_id', 'starts_at']).doNothing())
      .execute()
    // The store may have changed since how many it receives.
    const { numUpdatedRows } = await this.#db
      .updateTable('visit_slots')
      .set({ taken: sql`taken + 1`, capacity: slot.capacity })
      .where('store_id', '=', slot.store_id)
      .where('starts_at', '=', slot.starts_at)
      .where('taken', '<', slot.capacity)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async freeSlot(storeId: string, startsAt: number): Promise<void> {
    await this.#db
      .updateTable('visit_slots')
      .set({ taken: sql`taken - 1` })
      .where('store_id', '=', storeId)
      .where('starts_at', '=', startsAt)
      .execute()
  }

  /** False if not all of them are still in state `from`: someone was first. */
  async moveAllocations(
    allocations: readonly AllocationRow[],
    from: AllocationRow['state'],
    to: AllocationRow['state'],
  ): Promise<boolean> {
    if (allocations.length === 0) return true
    const keys = allocations.map(row => sql`(${row.fulfilment_id}, ${row.variant_id})`)
    const { numUpdatedRows } = await this.#db
      .updateTable('allocations')
      .set({ state: to })
      .where(sql<boolean>`(fulfilment_id, variant_id) in (values ${sql.join(keys)})`)
      .where('state', '=', from)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === BigInt(allocations.length)
  }
}
