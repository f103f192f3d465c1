import { sql } from 'kysely'
import type { Slice } from '../../paging.ts'
import type { Row, ShopDb } from '../tables.ts'

export type DocumentRow = Row<'stock_documents'>
export type DocumentKind = DocumentRow['kind']
export type DocumentState = DocumentRow['state']

export type DocumentFilter = {
  readonly kind: DocumentKind
  readonly state: DocumentState | null
  /** Also what comes to it from another store. */
  readonly storeId: string | null
}

export type DocumentSums = { readonly lineCount: number; readonly units: number }

/** 'R' is that of returns, whose papers lie on the same desk. */
const series = { receipt: 'G', transfer: 'T', count: 'C' } as const

/** The heads of receipts, transfers and counts. */
export class DocumentsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** As `G2611-0042`. The row is locked until the transaction ends: no two get one number, a refused one leaves no gap. */
  async nextNumber(kind: DocumentKind, month: string): Promise<string> {
    const { last } = await this.#db
      .insertInto('document_numbers')
      .values({ series: series[kind], month, last: 1 })
      .onConflict(conflict =>
        conflict.columns(['series', 'month']).doUpdateSet({ last: sql`document_numbers.last + 1` }),
      )
      .returning('last')
      .executeTakeFirstOrThrow()
    return `${series[kind]}${month}-${String(last).padStart(4, '0')}`
  }

  async insert(row: DocumentRow): Promise<void> {
    await this.#db.insertInto('stock_documents').values(row).execute()
  }

  async find(id: string, kind: DocumentKind): Promise<DocumentRow | undefined> {
    return this.#db
      .selectFrom('stock_documents')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', kind)
      .executeTakeFirst()
  }

  /**
   * Changes a document that is still in state `from`, and at `revision` if one is named; undefined if it is not: someone
   * else was first. It stays locked until the transaction ends.
   */
  async change(
    id: string,
    from: { readonly state: DocumentState; readonly revision: number | null },
    set: Partial<
      Pick<
        DocumentRow,
        'state' | 'notes' | 'supplier' | 'sent_at' | 'closed_at' | 'closed_by' | 'closed_by_name'
      >
    >,
  ): Promise<DocumentRow | undefined> {
    let query = this.#db
      .updateTable('stock_documents')
      .set({ ...set, revision: sql`revision + 1` })
      .where('id', '=', id)
      .where('state', '=', from.state)
    if (from.revision !== null) query = query.where('revision', '=', from.revision)
    return query.returningAll().executeTakeFirst()
  }

  /** Newest first; one more than the limit when more follow. */
  async list({ kind, state, storeId }: DocumentFilter, { after, limit }: Slice): Promise<DocumentRow[]> {
    let query = this.#db
      .selectFrom('stock_documents')
      .selectAll()
      .where('kind', '=', kind)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (state !== null) query = query.where('state', '=', state)
    if (storeId !== null) {
      query = query.where(({ or, eb }) => or([eb('store_id', '=', storeId), eb('to_store_id', '=', storeId)]))
    }
    if (after !== null) query = query.where('id', '<', after)
    return query.execute()
  }

  /** How much each of these documents is about. */
  async sums(kind: DocumentKind, ids: readonly string[]): Promise<Map<string, DocumentSums>> {
    if (ids.length === 0) return new Map()
    const { table, units } = lines[kind]
    const { rows } = await sql<{ document_id: string; lines: number | string; units: number | string }>`
      select document_id, count(*) as lines, sum(${sql.raw(units)}) as units
      from ${sql.table(table)} where document_id in (${sql.join(ids)}) group by document_id`.execute(this.#db)
    return new Map(
      rows.map(row => [row.document_id, { lineCount: Number(row.lines), units: Number(row.units) }]),
    )
  }
}

const lines = {
  receipt: { table: 'receipt_lines', units: 'received' },
  transfer: { table: 'transfer_lines', units: 'coalesce(received, sent, requested)' },
  count: { table: 'count_lines', units: 'counted' },
} as const
