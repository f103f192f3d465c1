import type { Row, ShopDb } from '../tables.ts'

export type ReceiptLineRow = Row<'receipt_lines'>

export class ReceiptsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** In the order in which they were entered. */
  async lines(documentId: string): Promise<ReceiptLineRow[]> {
    return this.#db
      .selectFrom('receipt_lines')
      .selectAll()
      .where('document_id', '=', documentId)
      .orderBy('position')
      .execute()
  }

  /** Lock the head first. */
  async replaceLines(documentId: string, lines: readonly ReceiptLineRow[]): Promise<void> {
    await this.#db.deleteFrom('receipt_lines').where('document_id', '=', documentId).execute()
    if (lines.length > 0) await this.#db.insertInto('receipt_lines').values(lines).execute()
  }
}
