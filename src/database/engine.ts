import { type QueryExecutorProvider, SqliteAdapter } from 'kysely'

export function isSqlite(db: QueryExecutorProvider): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter
}
