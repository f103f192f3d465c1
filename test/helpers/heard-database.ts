import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { openPool } from '../../src/database/postgres.ts'
import { openSqlite } from '../../src/database/sqlite.ts'
import { type Database, isPostgresUrl, openDatabase } from '../../src/database.ts'

/** A database that is up to date, and all that is said to it: `hear` is told each statement when it has been answered. */
export async function openHeard(place: string, hear: (query: CompiledQuery) => void): Promise<Database> {
  await (await openDatabase(place)).destroy()
  const dialect = isPostgresUrl(place)
    ? new PostgresDialect({ pool: await openPool({ url: place, name: 'heard' }, 2) })
    : openSqlite(place)
  return new Kysely({ dialect, log: ({ query }) => hear(query) })
}
