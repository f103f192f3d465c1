import { type OperationNodeSource, type QueryExecutorProvider, sql } from 'kysely'
import { isSqlite } from './engine.ts'

/** A statement that changes rows, not said yet; nobody asks what it gives back. */
export type Write = OperationNodeSource & { execute(): Promise<unknown> }

/**
 * Says writes in the fewest round trips: on PostgreSQL all of them are one statement, on SQLite, where a statement is no
 * journey, one follows the other. Rows come before those that refer to them, and no write may need to see what another
 * one of them has written: on PostgreSQL they all see what was there before.
 */
export async function together(db: QueryExecutorProvider, writes: readonly Write[]): Promise<void> {
  const last = writes.at(-1)
  if (last === undefined) return
  if (isSqlite(db) || writes.length === 1) {
    for (const write of writes) await write.execute()
    return
  }
  const before = writes.slice(0, -1).map((write, index) => sql`${sql.id(`write_${index}`)} as (${write})`)
  await sql`with ${sql.join(before)} ${last}`.execute(db)
}
