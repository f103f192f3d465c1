import type { Database } from '../../database.ts'
import type { Role } from '../../permissions.ts'
import type { ShopDb, ShopTables } from '../tables.ts'

export type StaffRow = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string
}

/** Staff, sessions and owner links; secrets are stored as hashes only. Times are epoch milliseconds. */
export class StaffStore {
  readonly #db: ShopDb

  constructor(database: Database) {
    this.#db = database.$extendTables<ShopTables>()
  }

  async hasOwner(): Promise<boolean> {
    const row = await this.#db
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'owner')
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async byName(nameKey: string): Promise<StaffRow | null> {
    const row = await this.#db
      .selectFrom('staff')
      .selectAll()
      .where('name_key', '=', nameKey)
      .executeTakeFirst()
    return row === undefined
      ? null
      : { id: row.id, name: row.name, role: row.role, passwordHash: row.password_hash }
  }

  async bySession(tokenHash: string, now: number): Promise<Omit<StaffRow, 'passwordHash'> | null> {
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('staff', 'staff.id', 'sessions.staff_id')
      .select(['staff.id', 'staff.name', 'staff.role'])
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row ?? null
  }

  async addSession(tokenHash: string, staffId: string, expiresAt: number, now: number): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute()
      await tx
        .insertInto('sessions')
        .values({
          id: tokenHash,
          token_hash: tokenHash,
          staff_id: staffId,
          device: '',
          created_at: now,
          seen_at: now,
          expires_at: expiresAt,
        })
        .execute()
    })
  }

  async removeSession(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
  }

  /** The new link is the only one that works from now on. */
  async replaceOwnerLink(tokenHash: string, expiresAt: number): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      await tx.deleteFrom('owner_links').execute()
      await tx.insertInto('owner_links').values({ token_hash: tokenHash, expires_at: expiresAt }).execute()
    })
  }

  /** Uses up the link and makes the account in one step; false when the link is not, or no longer, good. */
  async addOwnerByLink(
    tokenHash: string,
    owner: { id: string; name: string; nameKey: string; passwordHash: string },
    now: number,
  ): Promise<boolean> {
    return this.#db.transaction().execute(async tx => {
      const used = await tx
        .deleteFrom('owner_links')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      if (used.numDeletedRows !== 1n) return false
      await tx
        .insertInto('staff')
        .values({
          id: owner.id,
          name: owner.name,
          name_key: owner.nameKey,
          password_hash: owner.passwordHash,
          role: 'owner',
          created_at: now,
        })
        .execute()
      return true
    })
  }
}
