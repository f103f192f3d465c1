import { sql } from 'kysely'
import { forUpdate } from '../../database.ts'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type LevelRow = Row<'stock_levels'>
export type MovementRow = Row<'stock_movements'>
type Place = Pick<LevelRow, 'store_id' | 'variant_id'>

/** What only orders, documents and adjustments have may be left out. */
export type NewMovement = Omit<MovementRow, OptionalMember> & Partial<Pick<MovementRow, OptionalMember>>
type OptionalMember = 'note' | 'fulfilment_id' | 'document_kind' | 'document_id'

/** Rows in one statement: SQLite binds at most 32766 values. */
const atOnce = 1000

export class StockStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Makes sure that there is a level to change. */
  async open(place: Place): Promise<void> {
    await this.openAll([place])
  }

  /** As `open`; in the order of ids, so that two that open the same never wait for each other in a ring. */
  async openAll(places: readonly Place[]): Promise<void> {
    for (let from = 0; from < places.length; from += atOnce) {
      const rows = places
        .slice(from, from + atOnce)
        .map(({ store_id, variant_id }) => ({ store_id, variant_id, on_hand: 0, reserved: 0 }))
      await this.#db
        .insertInto('stock_levels')
        .values(rows)
        .onConflict(conflict => conflict.columns(['store_id', 'variant_id']).doNothing())
        .execute()
    }
  }

  /**
   * Adds to a level if what is on hand then still covers what is reserved: the test and the change are one
   * statement, so two buyers cannot both pass it. Returns the new level, or undefined when it is refused. The
   * caller owes a movement.
   */
  async change(
    place: Place,
    by: { readonly on_hand: number; readonly reserved: number },
  ): Promise<LevelRow | undefined> {
    return this.#db
      .updateTable('stock_levels')
      .set({
        on_hand: sql`on_hand + ${by.on_hand}`,
        reserved: sql`reserved + ${by.reserved}`,
      })
      .where('store_id', '=', place.store_id)
      .where('variant_id', '=', place.variant_id)
      .where(sql<boolean>`on_hand + ${by.on_hand} >= reserved + ${by.reserved}`)
      .where(sql<boolean>`reserved + ${by.reserved} >= 0`)
      .where(sql<boolean>`on_hand + ${by.on_hand} <= 1000000000000`)
      .returningAll()
      .executeTakeFirst()
  }

  async record(movements: readonly NewMovement[]): Promise<void> {
    const none = { note: null, fulfilment_id: null, document_kind: null, document_id: null }
    for (let from = 0; from < movements.length; from += atOnce) {
      const rows = movements.slice(from, from + atOnce).map(movement => ({ ...none, ...movement }))
      await this.#db.insertInto('stock_movements').values(rows).execute()
    }
  }

  /** Sets at which level a variant runs out in a store; null: where the shop says. */
  async setLowAt(place: Place, lowAt: number | null): Promise<void> {
    await this.#db
      .updateTable('stock_levels')
      .set({ low_at: lowAt })
      .where('store_id', '=', place.store_id)
      .where('variant_id', '=', place.variant_id)
      .execute()
  }

  async level({ store_id, variant_id }: Place): Promise<LevelRow | undefined> {
    return this.#db
      .selectFrom('stock_levels')
      .selectAll()
      .where('store_id', '=', store_id)
      .where('variant_id', '=', variant_id)
      .executeTakeFirst()
  }

  /** Keeps everybody else from changing a level until the transaction ends. */
  async lock(place: Place): Promise<LevelRow | undefined> {
    return this.change(place, { on_hand: 0, reserved: 0 })
  }

  /** For mending only: what the ledger says. */
  async setLevel(
    { store_id, variant_id }: Place,
    level: { readonly on_hand: number; readonly reserved: number },
  ): Promise<LevelRow> {
    return this.#db
      .updateTable('stock_levels')
      .set(level)
      .where('store_id', '=', store_id)
      .where('variant_id', '=', variant_id)
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  /** The levels of variants, in one store or in all. */
  async levels(variantIds: readonly string[], storeId: string | null): Promise<LevelRow[]> {
    if (variantIds.length === 0) return []
    let query = this.#db.selectFrom('stock_levels').selectAll().where('variant_id', 'in', variantIds)
    if (storeId !== null) query = query.where('store_id', '=', storeId)
    return query.orderBy('store_id').orderBy('variant_id').execute()
  }

  /**
   * As `levels`, and no other transaction changes them until this one ends: taken in the order of store and variant, so
   * that two that want the same never wait for each other in a ring.
   */
  async lockLevels(variantIds: readonly string[], storeId: string | null): Promise<LevelRow[]> {
    if (variantIds.length === 0) return []
    let query = this.#db.selectFrom('stock_levels').selectAll().where('variant_id', 'in', variantIds)
    if (storeId !== null) query = query.where('store_id', '=', storeId)
    return query.orderBy('store_id').orderBy('variant_id').$call(forUpdate(this.#db)).execute()
  }

  /** Units that can be bought over all stores, by variant. */
  async available(variantIds: readonly string[]): Promise<Map<string, number>> {
    if (variantIds.length === 0) return new Map()
    const rows = await this.#db
      .selectFrom('stock_levels')
      .select(['variant_id', sql<number | string>`sum(on_hand - reserved)`.as('available')])
      .where('variant_id', 'in', variantIds)
      .groupBy('variant_id')
      .execute()
    return new Map(rows.map(row => [row.variant_id, Number(row.available)]))
  }

  /** Newest first; one more than the limit when more follow. */
  async movements(
    filter: { readonly variantId: string | null; readonly storeId: string | null },
    { after, limit }: Slice,
  ): Promise<MovementRow[]> {
    let query = this.#db
      .selectFrom('stock_movements')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (filter.variantId !== null) query = query.where('variant_id', '=', filter.variantId)
    if (filter.storeId !== null) query = query.where('store_id', '=', filter.storeId)
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
  }
}
