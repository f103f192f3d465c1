import type { Row, ShopDb } from '../tables.ts'

export type InvitationRow = Row<'invitations'>

/** One-time links: for a new person, or for a new password of one who is there. */
export class InvitationsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async add(invitation: InvitationRow): Promise<void> {
    await this.#db.insertInto('invitations').values(invitation).execute()
  }

  async find(id: string): Promise<InvitationRow | undefined> {
    return this.#db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** One that can still be used. */
  async open(tokenHash: string, now: number): Promise<InvitationRow | undefined> {
    return this.#db
      .selectFrom('invitations')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
  }

  /** Uses it up: of many at once one gets it. */
  async use(tokenHash: string, now: number): Promise<InvitationRow | undefined> {
    return this.#db
      .updateTable('invitations')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
  }

  /** Those that can still be used, newest first; storeId null: of all stores. */
  async list(storeId: string | null, now: number): Promise<InvitationRow[]> {
    let query = this.#db
      .selectFrom('invitations')
      .selectAll()
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
    if (storeId !== null) query = query.where('store_id', '=', storeId)
    return query.orderBy('created_at', 'desc').orderBy('id').execute()
  }

  /** False when it cannot be used any more anyway. */
  async revoke(id: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('invitations')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  /** Those by which this person's password could be set. */
  async revokeFor(staffId: string, now: number): Promise<void> {
    await this.#revokeWhere('staff_id', staffId, now)
  }

  async revokeBy(staffId: string, now: number): Promise<void> {
    await this.#revokeWhere('made_by', staffId, now)
  }

  async #revokeWhere(column: 'staff_id' | 'made_by', staffId: string, now: number): Promise<void> {
    await this.#db
      .updateTable('invitations')
      .set({ revoked_at: now })
      .where(column, '=', staffId)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
  }
}
