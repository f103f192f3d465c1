import { forUpdate } from '../../database.ts'
import type { Role } from '../../permissions.ts'
import type { Row, ShopDb } from '../tables.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly storeId: string | null
  readonly disabledAt: number | null
  readonly createdAt: number
}

/** People, and the links by which owners are made on the machine itself. */
export class StaffStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async hasOwner(): Promise<boolean> {
    const row = await this.#db
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'owner')
      .where('disabled_at', 'is', null)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async find(id: string): Promise<Person | null> {
    const row = await this.#db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : person(row)
  }

  async byName(nameKey: string): Promise<(Person & { readonly passwordHash: string }) | null> {
    const row = await this.#db
      .selectFrom('staff')
      .selectAll()
      .where('name_key', '=', nameKey)
      .executeTakeFirst()
    return row === undefined ? null : { ...person(row), passwordHash: row.password_hash }
  }

  /** In a transaction it stays what it is until the end of that. */
  async passwordHash(id: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('staff')
      .select('password_hash')
      .where('id', '=', id)
      .$call(forUpdate(this.#db))
      .executeTakeFirst()
    return row?.password_hash ?? null
  }

  /** By name; storeId null: of all stores. */
  async list(storeId: string | null): Promise<Person[]> {
    let query = this.#db.selectFrom('staff').selectAll()
    if (storeId !== null) query = query.where('store_id', '=', storeId)
    const rows = await query.orderBy('name_key').execute()
    return rows.map(person)
  }

  /** These people and every owner who is not disabled, locked until the transaction ends. */
  async lockWithOwners(ids: readonly string[]): Promise<Person[]> {
    const rows = await this.#db
      .selectFrom('staff')
      .selectAll()
      .where(eb =>
        eb.or([eb('id', 'in', ids), eb.and([eb('role', '=', 'owner'), eb('disabled_at', 'is', null)])]),
      )
      .orderBy('id')
      .$call(forUpdate(this.#db))
      .execute()
    return rows.map(person)
  }

  /** False when the name is taken. */
  async add(
    added: Omit<Person, 'disabledAt'> & { readonly nameKey: string; readonly passwordHash: string },
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('staff')
      .values({
        id: added.id,
        name: added.name,
        name_key: added.nameKey,
        password_hash: added.passwordHash,
        role: added.role,
        store_id: added.storeId,
        disabled_at: null,
        created_at: added.createdAt,
      })
      .onConflict(conflict => conflict.column('name_key').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async update(
    id: string,
    changed: Pick<Person, 'name' | 'role' | 'storeId' | 'disabledAt'> & { readonly nameKey: string },
  ): Promise<void> {
    await this.#db
      .updateTable('staff')
      .set({
        name: changed.name,
        name_key: changed.nameKey,
        role: changed.role,
        store_id: changed.storeId,
        disabled_at: changed.disabledAt,
      })
      .where('id', '=', id)
      .execute()
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.#db.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  }

  /** The new link is the only one that works from now on. */
  async replaceOwnerLink(tokenHash: string, expiresAt: number): Promise<void> {
    await this.#db.deleteFrom('owner_links').execute()
    await this.#db
      .insertInto('owner_links')
      .values({ token_hash: tokenHash, expires_at: expiresAt })
      .execute()
  }

  async hasOwnerLink(tokenHash: string, now: number): Promise<boolean> {
    const row = await this.#db
      .selectFrom('owner_links')
      .select('token_hash')
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row !== undefined
  }

  /** Uses the link up; false when it is not, or no longer, good. */
  async takeOwnerLink(tokenHash: string, now: number): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('owner_links')
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return numDeletedRows === 1n
  }
}

function person(row: Row<'staff'>): Person {
  const { id, name, role } = row
  return {
    ...{ id, name, role },
    storeId: row.store_id,
    disabledAt: row.disabled_at === null ? null : Number(row.disabled_at),
    createdAt: Number(row.created_at),
  }
}
