import type { Database } from '../database.ts'
import type { RoomDb, RoomTables } from './tables.ts'

export type LineupSummary = { readonly count: number; readonly first: string | null }

/** Which products belong to a show, in which order. */
export class LineupStore {
  readonly #db: RoomDb

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  async of(showId: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('lineup')
      .select('product_id')
      .where('show_id', '=', showId)
      .orderBy('position')
      .execute()
    return rows.map(row => row.product_id)
  }

  async set(showId: string, productIds: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      await tx.deleteFrom('lineup').where('show_id', '=', showId).execute()
      const rows = productIds.map((productId, position) => ({
        show_id: showId,
        position,
        product_id: productId,
      }))
      if (rows.length > 0) await tx.insertInto('lineup').values(rows).execute()
    })
  }

  /** How many products each show has, and the first of them (position 0); shows without any are left out. */
  async summaries(showIds: readonly string[]): Promise<ReadonlyMap<string, LineupSummary>> {
    if (showIds.length === 0) return new Map()
    const rows = await this.#db
      .selectFrom('lineup')
      .select(({ fn }) => ['show_id', fn.countAll().as('count')])
      .select(({ fn }) => fn.max('product_id').filterWhere('position', '=', 0).as('first'))
      .where('show_id', 'in', showIds)
      .groupBy('show_id')
      .execute()
    return new Map(rows.map(row => [row.show_id, { count: Number(row.count), first: row.first }]))
  }
}
