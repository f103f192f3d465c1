import { type QueryExecutorProvider, SqliteAdapter, sql } from 'kysely'

/** What SQLite and PostgreSQL write differently when tables are made. */

/**
 * Words for `create table`: 64-bit numbers on both, no silent conversions on either, and `text` that sorts by bytes on
 * both.
 */
export function tableWords(db: QueryExecutorProvider): {
  readonly integer: string
  readonly real: string
  readonly text: string
  readonly end: string
} {
  return isSqlite(db)
    ? { integer: 'integer', real: 'real', text: 'text', end: 'strict' }
    : { integer: 'bigint', real: 'double precision', text: 'text collate "C"', end: '' }
}

/** Makes the database itself refuse to change or delete what was once written to `table`. */
export async function makeAppendOnly(db: QueryExecutorProvider, table: string): Promise<void> {
  const refusal = `'${table} is append-only'`
  if (isSqlite(db)) {
    for (const verb of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger ${table}_no_${verb} before ${verb} on ${table} begin select raise(abort, ${refusal}); end`,
        )
        .execute(db)
    }
    return
  }
  await sql
    .raw(
      `create function ${table}_refuse() returns trigger language plpgsql as
       $$ begin raise exception ${refusal}; end $$`,
    )
    .execute(db)
  await sql
    .raw(
      `create trigger ${table}_append_only before update or delete or truncate on ${table}
       for each statement execute function ${table}_refuse()`,
    )
    .execute(db)
}

function isSqlite(db: QueryExecutorProvider): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter
}
