import { together, type Write } from '../../database/together.ts'
import type { Row, ShopDb } from '../tables.ts'

export class KeysStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /**
   * True if the key was free and is now taken. Another transaction that has taken it and is not through makes
   * this one wait, so that of many at once one works and the others see its answer.
   */
  async claim(keyHash: string, requestHash: string, at: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('idempotency_keys')
      .values({ key_hash: keyHash, request_hash: requestHash, status: null, body: null, at })
      .onConflict(conflict => conflict.column('key_hash').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async find(keyHash: string): Promise<Row<'idempotency_keys'>> {
    return this.#db
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('key_hash', '=', keyHash)
      .executeTakeFirstOrThrow()
  }

  /** Keeps the answer of a key that was claimed, and says with it what is still to be written of the work. */
  async keep(keyHash: string, status: number, body: string, writes: readonly Write[]): Promise<void> {
    const answer = this.#db
      .updateTable('idempotency_keys')
      .set({ status, body })
      .where('key_hash', '=', keyHash)
    await together(this.#db, [...writes, answer])
  }

  /** Forgets the keys from before `at`. */
  async purge(at: number): Promise<void> {
    await this.#db.deleteFrom('idempotency_keys').where('at', '<', at).execute()
  }
}
