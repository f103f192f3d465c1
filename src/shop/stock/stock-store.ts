import { sql } from 'kysely'
import { forUpdate } from '../../database.ts'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type LevelRow = Row<'stock_levels'>
export type MovementRow = Row<'stock_movements'>
type Place = Pick<LevelRow, 'store_id' | 'variant_id'>

/** A level that is not what it must be, and by which reckoning. */
export type LedgerDifference = {
  readonly storeId: string
  readonly variantId: string
  /** `placed-orders`: what is reserved, against what the orders that wait have reserved. */
  readonly check: 'on-hand' | 'reserved' | 'placed-orders'
  readonly level: number
  readonly expected: number
}

export class StockStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Makes sure that there is a level to change. */
  async open({ store_id, variant_id }: Place): Promise<void> {
    await this.#db
      .insertInto('stock_levels')
      .values({ store_id, variant_id, on_hand: 0, reserved: 0 })
      .onConflict(conflict => conflict.columns(['store_id', 'variant_id']).doNothing())
      .execute()
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

  async record(movements: readonly MovementRow[]): Promise<void> {
    await this.#db.insertInto('stock_movements').values(movements).execute()
  }

  async level({ store_id, variant_id }: Place): Promise<LevelRow | undefined> {
    return this.#db
      .selectFrom('stock_levels')
      .selectAll()
      .where('store_id', '=', store_id)
      .where('variant_id', '=', variant_id)
      .executeTakeFirst()
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

  /** Every level that differs from the sum of its movements, or from what waiting orders have reserved. */
  async differences(): Promise<LedgerDifference[]> {
    type Sums = LevelRow & Record<'moved_on_hand' | 'moved_reserved' | 'held', number | string>
    const { rows } = await sql<Sums>`
      select * from (
        select
          l.store_id, l.variant_id, l.on_hand, l.reserved,
          coalesce((select sum(m.on_hand) from stock_movements m
            where m.store_id = l.store_id and m.variant_id = l.variant_id), 0) as moved_on_hand,
          coalesce((select sum(m.reserved) from stock_movements m
            where m.store_id = l.store_id and m.variant_id = l.variant_id), 0) as moved_reserved,
          coalesce(held.quantity, 0) as held
        from stock_levels l
        left join (
          select store_id, variant_id, sum(quantity) as quantity
          from allocations
          where state = 'reserved'
          group by store_id, variant_id
        ) held on held.store_id = l.store_id and held.variant_id = l.variant_id
      ) sums
      where on_hand <> moved_on_hand or reserved <> moved_reserved or reserved <> held
      order by store_id, variant_id`.execute(this.#db)
    return rows.flatMap(row => {
      const where = { storeId: row.store_id, variantId: row.variant_id }
      const found: LedgerDifference[] = [
        { ...where, check: 'on-hand', level: row.on_hand, expected: Number(row.moved_on_hand) },
        { ...where, check: 'reserved', level: row.reserved, expected: Number(row.moved_reserved) },
        { ...where, check: 'placed-orders', level: row.reserved, expected: Number(row.held) },
      ]
      return found.filter(({ level, expected }) => level !== expected)
    })
  }
}
