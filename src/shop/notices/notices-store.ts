import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type NoticeRow = Row<'notices'>

export class NoticesStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(notice: NoticeRow): Promise<void> {
    await this.#db.insertInto('notices').values(notice).execute()
  }

  async find(id: string): Promise<NoticeRow | undefined> {
    return this.#db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** Newest first; `storeId`: those of one store, and those of none. One more than the limit when more follow. */
  async list(
    filter: { readonly seen: boolean; readonly storeId: string | null },
    { after, limit }: Slice,
  ): Promise<NoticeRow[]> {
    let query = this.#db
      .selectFrom('notices')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (!filter.seen) query = query.where('seen_at', 'is', null)
    const { storeId } = filter
    if (storeId !== null) {
      query = query.where(({ or, eb }) => or([eb('store_id', '=', storeId), eb('store_id', 'is', null)]))
    }
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
  }

  /** Those that nobody has seen, of a store and of none; null: of all stores. */
  async countOpen(storeId: string | null): Promise<number> {
    let query = this.#db
      .selectFrom('notices')
      .select(query => query.fn.countAll<string | number>().as('count'))
      .where('seen_at', 'is', null)
    if (storeId !== null) {
      query = query.where(({ or, eb }) => or([eb('store_id', '=', storeId), eb('store_id', 'is', null)]))
    }
    const { count } = await query.executeTakeFirstOrThrow()
    return Number(count)
  }

  /** The first who has seen it stays. */
  async markSeen(id: string, by: { readonly at: number; readonly staffId: string | null }): Promise<void> {
    await this.#db
      .updateTable('notices')
      .set({ seen_at: by.at, seen_by: by.staffId })
      .where('id', '=', id)
      .where('seen_at', 'is', null)
      .execute()
  }
}
