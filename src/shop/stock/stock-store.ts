import { sql } from 'kysely'
import type { Write } from '../../database/together.ts'
import { forUpdate } from '../../database.ts'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type LevelRow = Row<'stock_levels'>
export type MovementRow = Row<'stock_movements'>
type Place = Pick<LevelRow, 'store_id' | 'variant_id'>
/** What is added to a level, or with a minus taken. */
type Units = Pick<LevelRow, 'on_hand' | 'reserved'>
export type LevelChange = Place & Units

/** What only orders, documents and adjustments have may be left out. */
export type NewMovement = Omit<MovementRow, OptionalMember> & Partial<Pick<MovementRow, OptionalMember>>
type OptionalMember = 'note' | 'fulfilment_id' | 'document_kind' | 'document_id'

/** The table's own limit of what a store can hold. */
const mostUnits = 1_000_000_000_000

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
  async change(place: Place, by: Units): Promise<LevelRow | undefined> {
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
      .where(sql<boolean>`on_hand + ${by.on_hand} <= ${sql.lit(mostUnits)}`)
      .returningAll()
      .executeTakeFirst()
  }

  /**
   * As `change`, for many places, each of which stands there once: all of them, or none when one is refused. Several are
   * locked first, in the order of `lockPlaces`; of one there is no order.
   */
  async changeAll(
    changes: readonly LevelChange[],
  ): Promise<{ readonly levels: readonly LevelRow[]; readonly refused: readonly LevelChange[] }> {
    const [only, ...others] = changes
    if (only === undefined) return { levels: [], refused: [] }
    if (others.length === 0) {
      const level = await this.change(only, only)
      return level === undefined ? { levels: [], refused: changes } : { levels: [level], refused: [] }
    }
    const before = await this.lockPlaces(changes)
    const refused = changes.filter(change => !fits(before, change))
    return refused.length > 0
      ? { levels: [], refused }
      : { levels: await this.#changeLocked(changes), refused }
  }

  async #changeLocked(changes: readonly LevelChange[]): Promise<LevelRow[]> {
    const rows = changes.map(
      ({ store_id, variant_id, on_hand, reserved }) =>
        sql`(${store_id}, ${variant_id}, cast(${on_hand} as bigint), cast(${reserved} as bigint))`,
    )
    return this.#db
      .with(
        'changes(store_id, variant_id, on_hand, reserved)',
        () => sql<LevelChange>`(values ${sql.join(rows)})`,
      )
      .updateTable('stock_levels')
      .from('changes')
      .set({
        on_hand: sql`stock_levels.on_hand + changes.on_hand`,
        reserved: sql`stock_levels.reserved + changes.reserved`,
      })
      .whereRef('stock_levels.store_id', '=', 'changes.store_id')
      .whereRef('stock_levels.variant_id', '=', 'changes.variant_id')
      .returning([
        'stock_levels.store_id',
        'stock_levels.variant_id',
        'stock_levels.on_hand',
        'stock_levels.reserved',
        'stock_levels.low_at',
      ])
      .execute()
  }

  async record(movements: readonly NewMovement[]): Promise<void> {
    for (const write of this.records(movements)) await write.execute()
  }

  records(movements: readonly NewMovement[]): Write[] {
    const none = { note: null, fulfilment_id: null, document_kind: null, document_id: null }
    const rows = movements.map(movement => ({ ...none, ...movement }))
    return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, index) =>
      this.#db.insertInto('stock_movements').values(rows.slice(index * atOnce, (index + 1) * atOnce)),
    )
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

  /** As `lockLevels`, of these places and no other. */
  async lockPlaces(places: readonly Place[]): Promise<LevelRow[]> {
    if (places.length === 0) return []
    const keys = places.map(({ store_id, variant_id }) => sql`(${store_id}, ${variant_id})`)
    return this.#db
      .selectFrom('stock_levels')
      .selectAll()
      .where(sql<boolean>`(store_id, variant_id) in (values ${sql.join(keys)})`)
      .orderBy('store_id')
      .orderBy('variant_id')
      .$call(forUpdate(this.#db))
      .execute()
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

/** What `change` asks of a level. */
function fits(levels: readonly LevelRow[], change: LevelChange): boolean {
  const level = levels.find(
    ({ store_id, variant_id }) => store_id === change.store_id && variant_id === change.variant_id,
  )
  if (level === undefined) return false
  const [onHand, reserved] = [level.on_hand + change.on_hand, level.reserved + change.reserved]
  return onHand >= reserved && reserved >= 0 && onHand <= mostUnits
}
