import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type NoticeRow = Row<'notices'>
export type NumberedNotice = NoticeRow & { readonly order_number: string | null }

export class NoticesStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async add(row: NoticeRow): Promise<void> {
    await this.#db.insertInto('notices').values(row).execute()
  }

  /** Newest first; one more than the limit when more follow. @param storeId null: of all stores, and of none. */
  async list(
    { open, storeId }: { readonly open: boolean; readonly storeId: string | null },
    { after, limit }: Slice,
  ): Promise<NumberedNotice[]> {
    let query = this.#numbered()
      .orderBy('notices.id', 'desc')
      .limit(limit + 1)
    if (open) query = query.where('notices.seen_at', 'is', null)
    if (storeId !== null) query = query.where('notices.store_id', '=', storeId)
    if (after !== null) query = query.where('notices.id', '<', after)
    return query.execute()
  }

  async find(id: string): Promise<NumberedNotice | undefined> {
    return this.#numbered().where('notices.id', '=', id).executeTakeFirst()
  }

  /** Who was first stays. */
  async see(id: string, staffId: string, at: number): Promise<void> {
    await this.#db
      .updateTable('notices')
      .set({ seen_at: at, seen_by: staffId })
      .where('id', '=', id)
      .where('seen_at', 'is', null)
      .execute()
  }

  async countOpen(storeId: string | null): Promise<number> {
    let query = this.#db
      .selectFrom('notices')
      .select(query => query.fn.countAll<string | number>().as('count'))
      .where('seen_at', 'is', null)
    if (storeId !== null) query = query.where('store_id', '=', storeId)
    const { count } = await query.executeTakeFirstOrThrow()
    return Number(count)
  }

  #numbered() {
    return this.#db
      .selectFrom('notices')
      .leftJoin('orders', 'orders.id', 'notices.order_id')
      .selectAll('notices')
      .select('orders.number as order_number')
  }
}
