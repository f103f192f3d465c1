import type { Role } from '../../permissions.ts'
import type { Row, ShopDb } from '../tables.ts'

export type SessionPerson = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly storeId: string | null
  readonly sessionId: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly seenAt: number
}

/** Where people are logged in. A session that has ended is gone: the next request with it is a guest's. */
export class SessionsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Null for a session that is over, and for a person who is disabled. */
  async find(tokenHash: string, now: number): Promise<SessionPerson | null> {
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('staff', 'staff.id', 'sessions.staff_id')
      .select([
        'staff.id',
        'staff.name',
        'staff.role',
        'staff.store_id as storeId',
        'sessions.id as sessionId',
        'sessions.created_at as createdAt',
        'sessions.seen_at as seenAt',
      ])
      .where('sessions.token_hash', '=', tokenHash)
      .where('sessions.expires_at', '>', now)
      .where('staff.disabled_at', 'is', null)
      .executeTakeFirst()
    return row === undefined ? null : { ...row, createdAt: Number(row.createdAt), seenAt: Number(row.seenAt) }
  }

  async add(session: Row<'sessions'>): Promise<void> {
    await this.#db.insertInto('sessions').values(session).execute()
  }

  /** Once for many requests that come at once. */
  async see(id: string, seenAt: number, expiresAt: number): Promise<void> {
    await this.#db
      .updateTable('sessions')
      .set({ seen_at: seenAt, expires_at: expiresAt })
      .where('id', '=', id)
      .where('seen_at', '<', seenAt)
      .execute()
  }

  /** The last seen first. */
  async of(staffId: string, now: number): Promise<Row<'sessions'>[]> {
    return this.#db
      .selectFrom('sessions')
      .selectAll()
      .where('staff_id', '=', staffId)
      .where('expires_at', '>', now)
      .orderBy('seen_at', 'desc')
      .orderBy('id')
      .execute()
  }

  async byId(id: string): Promise<Row<'sessions'> | undefined> {
    return this.#db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst()
    return numDeletedRows === 1n
  }

  async removeByToken(tokenHash: string): Promise<Row<'sessions'> | undefined> {
    return this.#db
      .deleteFrom('sessions')
      .where('token_hash', '=', tokenHash)
      .returningAll()
      .executeTakeFirst()
  }

  /** All of a person but one, or all; answers how many. */
  async removeOf(staffId: string, but: string | null): Promise<number> {
    let query = this.#db.deleteFrom('sessions').where('staff_id', '=', staffId)
    if (but !== null) query = query.where('id', '<>', but)
    const { numDeletedRows } = await query.executeTakeFirst()
    return Number(numDeletedRows)
  }

  async purge(now: number): Promise<void> {
    await this.#db.deleteFrom('sessions').where('expires_at', '<=', now).execute()
  }
}
