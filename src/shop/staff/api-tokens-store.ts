import type { Role } from '../../permissions.ts'
import type { Row, ShopDb } from '../tables.ts'

export type TokenRow = Row<'api_tokens'>

/** The maker as they are now; null: made with the owner's token. */
export type TokenMaker = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly storeId: string | null
}

export class ApiTokensStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async add(token: TokenRow): Promise<void> {
    await this.#db.insertInto('api_tokens').values(token).execute()
  }

  /** One that works: not revoked, not expired, its maker not disabled. */
  async working(
    tokenHash: string,
    now: number,
  ): Promise<{ readonly token: TokenRow; readonly maker: TokenMaker | null } | null> {
    const token = await this.#db
      .selectFrom('api_tokens')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .where('revoked_at', 'is', null)
      .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      .executeTakeFirst()
    if (token === undefined) return null
    if (token.staff_id === null) return { token, maker: null }
    const maker = await this.#db
      .selectFrom('staff')
      .select(['id', 'name', 'role', 'store_id as storeId'])
      .where('id', '=', token.staff_id)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    return maker === undefined ? null : { token, maker }
  }

  async see(id: string, usedAt: number): Promise<void> {
    await this.#db.updateTable('api_tokens').set({ used_at: usedAt }).where('id', '=', id).execute()
  }

  /** Those that are not revoked, newest first, with their makers' names; maker undefined: of all. */
  async list(maker: string | null | undefined): Promise<(TokenRow & { readonly maker: string | null })[]> {
    let query = this.#db
      .selectFrom('api_tokens')
      .leftJoin('staff', 'staff.id', 'api_tokens.staff_id')
      .selectAll('api_tokens')
      .select('staff.name as maker')
      .where('revoked_at', 'is', null)
    if (maker !== undefined) query = query.where('api_tokens.staff_id', maker === null ? 'is' : '=', maker)
    return query.orderBy('api_tokens.created_at', 'desc').orderBy('api_tokens.id').execute()
  }

  async find(id: string): Promise<TokenRow | undefined> {
    return this.#db.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async revoke(id: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('api_tokens')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async revokeOf(staffId: string, now: number): Promise<void> {
    await this.#db
      .updateTable('api_tokens')
      .set({ revoked_at: now })
      .where('staff_id', '=', staffId)
      .where('revoked_at', 'is', null)
      .execute()
  }
}
