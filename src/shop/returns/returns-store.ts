import { sql } from 'kysely'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type ReturnRow = Row<'returns'>
export type ReturnLineRow = Row<'return_lines'>

export type ReturnFilter = {
  readonly state: ReturnRow['state'] | null
  readonly storeId: string | null
  /** Bound for no store. */
  readonly unbound: boolean
}

export class ReturnsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(row: ReturnRow, lines: readonly ReturnLineRow[]): Promise<void> {
    await this.#db.insertInto('returns').values(row).execute()
    await this.#db.insertInto('return_lines').values(lines).execute()
  }

  async find(id: string): Promise<ReturnRow | undefined> {
    return this.#db.selectFrom('returns').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** Oldest first. */
  async ofOrder(orderId: string): Promise<ReturnRow[]> {
    return this.#db.selectFrom('returns').selectAll().where('order_id', '=', orderId).orderBy('id').execute()
  }

  async lines(returnIds: readonly string[]): Promise<ReturnLineRow[]> {
    if (returnIds.length === 0) return []
    return this.#db
      .selectFrom('return_lines')
      .selectAll()
      .where('return_id', 'in', returnIds)
      .orderBy('return_id')
      .orderBy('variant_id')
      .execute()
  }

  /** Units of each variant that an order's buyer does not have: brought back, or dropped before. */
  async received(orderId: string): Promise<Map<string, number>> {
    // Without the state in the condition: SQLite would walk all that were ever received.
    const brought = await this.#db
      .selectFrom('returns')
      .innerJoin('return_lines', 'return_lines.return_id', 'returns.id')
      .select(['state', 'variant_id', 'quantity as units'])
      .where('returns.order_id', '=', orderId)
      .execute()
    const rows = brought.filter(({ state }) => state === 'received')
    const dropped = await this.#db
      .selectFrom('order_lines')
      .select(['variant_id', 'dropped as units'])
      .where('order_id', '=', orderId)
      .where('dropped', '>', 0)
      .execute()
    const units = new Map<string, number>()
    for (const row of [...rows, ...dropped]) {
      units.set(row.variant_id, (units.get(row.variant_id) ?? 0) + Number(row.units))
    }
    return units
  }

  /**
   * Takes units of a line for a return, or with a minus gives them free again: never more than were bought, whoever else
   * asks at the same moment. False if there are not so many.
   */
  async claim(orderId: string, variantId: string, units: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('order_lines')
      .set({ returned: sql`returned + ${units}` })
      .where('order_id', '=', orderId)
      .where('variant_id', '=', variantId)
      .where(sql<boolean>`returned + ${units} between 0 and quantity`)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async addRefunded(orderId: string, variantId: string, amount: number): Promise<void> {
    await this.#db
      .updateTable('order_lines')
      .set({ refunded: sql`refunded + ${amount}` })
      .where('order_id', '=', orderId)
      .where('variant_id', '=', variantId)
      .execute()
  }

  /** Changes a return that is still asked for; undefined if it is not: someone else was first. */
  async settle(
    id: string,
    changes: Partial<Omit<ReturnRow, 'id' | 'order_id' | 'number'>>,
  ): Promise<ReturnRow | undefined> {
    return this.#db
      .updateTable('returns')
      .set(changes)
      .where('id', '=', id)
      .where('state', '=', 'requested')
      .returningAll()
      .executeTakeFirst()
  }

  async settleLine(line: Pick<ReturnLineRow, 'return_id' | 'variant_id'>, changes: Partial<ReturnLineRow>) {
    await this.#db
      .updateTable('return_lines')
      .set(changes)
      .where('return_id', '=', line.return_id)
      .where('variant_id', '=', line.variant_id)
      .execute()
  }

  /** Newest first; one more than the limit when more follow. A store sees those that may come to it; `unbound`: to any. */
  async list(filter: ReturnFilter, { after, limit }: Slice): Promise<ReturnRow[]> {
    let query = this.#db
      .selectFrom('returns')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    const { state, storeId, unbound } = filter
    if (state !== null) query = query.where('state', '=', state)
    if (unbound) query = query.where('store_id', 'is', null)
    else if (storeId !== null)
      query = query.where(({ or, eb }) => or([eb('store_id', '=', storeId), eb('store_id', 'is', null)]))
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
  }
}
