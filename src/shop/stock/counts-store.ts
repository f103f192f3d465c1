import type { Row, ShopDb } from '../tables.ts'

export type CountLineRow = Row<'count_lines'>
export type CountEntryRow = Row<'count_entries'>

const atOnce = 1000

export class CountsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async setScope(documentId: string, variantIds: readonly string[]): Promise<void> {
    const rows = variantIds.map(variant_id => ({ document_id: documentId, variant_id }))
    for (let from = 0; from < rows.length; from += atOnce) {
      await this.#db
        .insertInto('count_scope')
        .values(rows.slice(from, from + atOnce))
        .execute()
    }
  }

  /** The last counted first. */
  async lines(documentId: string): Promise<CountLineRow[]> {
    return this.#db
      .selectFrom('count_lines')
      .selectAll()
      .where('document_id', '=', documentId)
      .orderBy('counted_at', 'desc')
      .orderBy('variant_id')
      .execute()
  }

  async line(documentId: string, variantId: string): Promise<CountLineRow | undefined> {
    return this.#db
      .selectFrom('count_lines')
      .selectAll()
      .where('document_id', '=', documentId)
      .where('variant_id', '=', variantId)
      .executeTakeFirst()
  }

  /** Lock the head first. */
  async putLine(line: CountLineRow): Promise<void> {
    const { counted, expected, moved, counted_at } = line
    await this.#db
      .insertInto('count_lines')
      .values(line)
      .onConflict(conflict =>
        conflict.columns(['document_id', 'variant_id']).doUpdateSet({ counted, expected, moved, counted_at }),
      )
      .execute()
  }

  async addLines(lines: readonly CountLineRow[]): Promise<void> {
    for (let from = 0; from < lines.length; from += atOnce) {
      await this.#db
        .insertInto('count_lines')
        .values(lines.slice(from, from + atOnce))
        .execute()
    }
  }

  /** True if there was one. */
  async removeLine(documentId: string, variantId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('count_lines')
      .where('document_id', '=', documentId)
      .where('variant_id', '=', variantId)
      .executeTakeFirst()
    return numDeletedRows > 0n
  }

  /** What became of the lines of a posted count. */
  async settle(documentId: string, notPosted: readonly string[]): Promise<void> {
    await this.#db
      .updateTable('count_lines')
      .set({ outcome: 'posted' })
      .where('document_id', '=', documentId)
      .execute()
    if (notPosted.length === 0) return
    await this.#db
      .updateTable('count_lines')
      .set({ outcome: 'not-posted' })
      .where('document_id', '=', documentId)
      .where('variant_id', 'in', notPosted)
      .execute()
  }

  async addEntry(entry: CountEntryRow): Promise<void> {
    await this.#db.insertInto('count_entries').values(entry).execute()
  }

  /** What was entered for a variant, oldest first. */
  async entries(documentId: string, variantId: string): Promise<CountEntryRow[]> {
    return this.#db
      .selectFrom('count_entries')
      .selectAll()
      .where('document_id', '=', documentId)
      .where('variant_id', '=', variantId)
      .orderBy('id')
      .execute()
  }

  /** What of the selection, or of what the store has, nobody has counted. */
  async uncounted(
    documentId: string,
    storeId: string,
    scope: 'all' | 'selection',
    limit: number | null,
  ): Promise<{ variant_id: string; on_hand: number }[]> {
    const counted = this.#db
      .selectFrom('count_lines')
      .select('variant_id')
      .where('document_id', '=', documentId)
    if (scope === 'selection') {
      const rows = await this.#db
        .selectFrom('count_scope')
        .leftJoin('stock_levels', join =>
          join
            .onRef('stock_levels.variant_id', '=', 'count_scope.variant_id')
            .on('stock_levels.store_id', '=', storeId),
        )
        .select(['count_scope.variant_id', 'stock_levels.on_hand'])
        .where('count_scope.document_id', '=', documentId)
        .where('count_scope.variant_id', 'not in', counted)
        .orderBy('count_scope.variant_id')
        .execute()
      return rows.map(({ variant_id, on_hand }) => ({ variant_id, on_hand: on_hand ?? 0 }))
    }
    const query = this.#db
      .selectFrom('stock_levels')
      .select(['variant_id', 'on_hand'])
      .where('store_id', '=', storeId)
      .where('on_hand', '<>', 0)
      .where('variant_id', 'not in', counted)
      .orderBy('variant_id')
    return (limit === null ? query : query.limit(limit)).execute()
  }
}
