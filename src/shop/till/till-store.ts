import { sql } from 'kysely'
import { forUpdate } from '../../database.ts'
import type { Slice } from '../../paging.ts'
import type { TenderMethod } from '../../wire.ts'
import type { Row, ShopDb } from '../tables.ts'

export type ShiftRow = Row<'shifts'>
export type CashMovementRow = Row<'cash_movements'>

/** Money of one shift by how it was paid; minor units. */
export type Taking = { readonly method: TenderMethod; readonly taken: number; readonly refunded: number }

export type ShiftFilter = {
  readonly storeId: string | null
  readonly till: string | null
  /** Null: open and closed. */
  readonly open: boolean | null
}

/** Shifts of tills, and the cash that was put in or taken out beside sales. */
export class TillStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** False if the till is open already: an index lets it be open once. */
  async open(row: ShiftRow): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('shifts')
      .values(row)
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async find(id: string): Promise<ShiftRow | undefined> {
    return this.#db.selectFrom('shifts').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** As `find`; nobody else sells in it or closes it until the transaction ends. */
  async lock(id: string): Promise<ShiftRow | undefined> {
    return this.#db
      .selectFrom('shifts')
      .selectAll()
      .where('id', '=', id)
      .$call(forUpdate(this.#db))
      .executeTakeFirst()
  }

  async findOpen(storeId: string, till: string): Promise<ShiftRow | undefined> {
    return this.#db
      .selectFrom('shifts')
      .selectAll()
      .where('store_id', '=', storeId)
      .where('till', '=', till)
      .where('closed_at', 'is', null)
      .executeTakeFirst()
  }

  /** Newest first; one more than the limit when more follow. */
  async list(filter: ShiftFilter, { after, limit }: Slice): Promise<ShiftRow[]> {
    let query = this.#db
      .selectFrom('shifts')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (filter.storeId !== null) query = query.where('store_id', '=', filter.storeId)
    if (filter.till !== null) query = query.where('till', '=', filter.till)
    if (filter.open !== null) query = query.where('closed_at', filter.open ? 'is' : 'is not', null)
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
  }

  /** The closed shift, or undefined when another has closed it. */
  async close(
    id: string,
    end: Required<{
      readonly [Key in 'closed_at' | 'expected_cash' | 'counted_cash']: number
    }> & { readonly closed_by: string; readonly note: string | null },
  ): Promise<ShiftRow | undefined> {
    return this.#db
      .updateTable('shifts')
      .set(end)
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
  }

  async addMovement(row: CashMovementRow): Promise<void> {
    await this.#db.insertInto('cash_movements').values(row).execute()
  }

  /** Oldest first. */
  async movements(shiftId: string): Promise<CashMovementRow[]> {
    return this.#db
      .selectFrom('cash_movements')
      .selectAll()
      .where('shift_id', '=', shiftId)
      .orderBy('id')
      .execute()
  }

  /** What was captured and what was given back in a shift, by method. */
  async takings(shiftId: string): Promise<Taking[]> {
    const total = sql<number | string>`sum(amount)`.as('total')
    const taken = await this.#db
      .selectFrom('tenders')
      .select(['method', total])
      .where('shift_id', '=', shiftId)
      .where('state', '=', 'captured')
      .groupBy('method')
      .orderBy('method')
      .execute()
    const refunded = await this.#db
      .selectFrom('refunds')
      .select(['method', total])
      .where('shift_id', '=', shiftId)
      .where('state', '=', 'done')
      .groupBy('method')
      .orderBy('method')
      .execute()
    const methods = new Set([...taken, ...refunded].map(({ method }) => method))
    const of = (rows: typeof taken, method: TenderMethod) =>
      Number(rows.find(row => row.method === method)?.total ?? 0)
    return [...methods].map(method => ({
      method,
      taken: of(taken, method),
      refunded: of(refunded, method),
    }))
  }

  /** Sales over the counter; `late`: those of them that were made before the shift was opened. */
  async sales(shift: Pick<ShiftRow, 'id' | 'opened_at'>): Promise<{ count: number; late: number }> {
    const late = sql<
      number | string
    >`coalesce(sum(case when placed_at < ${shift.opened_at} then 1 else 0 end), 0)`
    const row = await this.#db
      .selectFrom('orders')
      .select([sql<number | string>`count(*)`.as('count'), late.as('late')])
      .where('shift_id', '=', shift.id)
      .executeTakeFirstOrThrow()
    return { count: Number(row.count), late: Number(row.late) }
  }
}
