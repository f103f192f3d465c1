import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type StoreRow = Row<'stores'>
export type StoreStatus = 'open' | 'closed' | 'all'

export class StoresStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async insert(row: StoreRow): Promise<void> {
    await this.#db.insertInto('stores').values(row).execute()
  }

  async update(id: string, changes: Partial<Omit<StoreRow, 'id' | 'created_at'>>): Promise<void> {
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('stores').set(changes).where('id', '=', id).execute()
  }

  async find(id: string): Promise<StoreRow | undefined> {
    return this.#db.selectFrom('stores').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async findAll(ids: readonly string[]): Promise<StoreRow[]> {
    if (ids.length === 0) return []
    return this.#db.selectFrom('stores').selectAll().where('id', 'in', ids).execute()
  }

  /** Oldest first; one more than the limit when more follow. */
  async list(status: StoreStatus, { after, limit }: Slice): Promise<StoreRow[]> {
    let query = this.#of(status).limit(limit + 1)
    if (after !== null) query = query.where('id', '>', after)
    return query.execute()
  }

  /** Oldest first. */
  async all(status: StoreStatus): Promise<StoreRow[]> {
    return this.#of(status).execute()
  }

  #of(status: StoreStatus) {
    const query = this.#db.selectFrom('stores').selectAll().orderBy('id')
    if (status === 'all') return query
    return query.where('closed_at', status === 'open' ? 'is' : 'is not', null)
  }
}
