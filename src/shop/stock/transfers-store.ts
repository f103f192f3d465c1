import type { Row, ShopDb } from '../tables.ts'

export type TransferLineRow = Row<'transfer_lines'>

export class TransfersStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** In the order in which they were entered. */
  async lines(documentId: string): Promise<TransferLineRow[]> {
    return this.#db
      .selectFrom('transfer_lines')
      .selectAll()
      .where('document_id', '=', documentId)
      .orderBy('position')
      .execute()
  }

  /** Lock the head first. */
  async replaceLines(documentId: string, lines: readonly TransferLineRow[]): Promise<void> {
    await this.#db.deleteFrom('transfer_lines').where('document_id', '=', documentId).execute()
    if (lines.length > 0) await this.#db.insertInto('transfer_lines').values(lines).execute()
  }
}
