import { Kysely, PostgresDialect, type QueryExecutorProvider, sql } from 'kysely'
import { isSqlite } from './database/engine.ts'
import { migrate } from './database/migrate.ts'
import { openPool, type PostgresOptions, withMigrationLock } from './database/postgres.ts'
import { openSqlite } from './database/sqlite.ts'
import type { Logger } from './log.ts'
import { migrations } from './migrations/all.ts'

/** A handle on the tables that a store knows: each store adds its own with `$extendTables`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own word for "no tables known yet".
export type Database = Kysely<{}>
export type Db<Tables> = Kysely<Tables>

export type OpenOptions = {
  /** PostgreSQL: how many connections at once. */
  readonly connections?: number
  /** PostgreSQL: what the connections are called there. */
  readonly name?: string
  readonly signal?: AbortSignal | undefined
  readonly log?: Logger | undefined
}

/**
 * Opens a PostgreSQL database (a URL that begins with postgres:// or postgresql://), else the SQLite file of that name
 * (`:memory:` for none), and brings its tables up to date.
 * @throws ConfigError when PostgreSQL cannot be reached or is not fit.
 */
export async function openDatabase(place: string, options: OpenOptions = {}): Promise<Database> {
  return isPostgresUrl(place) ? openPostgres(place, options) : openFile(place)
}

export function isPostgresUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

async function openFile(file: string): Promise<Database> {
  const database = new Kysely({ dialect: openSqlite(file) })
  return closedOnFailure(database, () => migrate(database, migrations))
}

async function openPostgres(url: string, options: OpenOptions): Promise<Database> {
  const { connections = 10, name = 'stallcast', signal, log } = options
  const server: PostgresOptions = { url, name, signal, log }
  const pool = await openPool(server, connections)
  const database = new Kysely({ dialect: new PostgresDialect({ pool }) })
  return closedOnFailure(database, () =>
    withMigrationLock(server, async migrationPool => {
      const db = new Kysely({ dialect: new PostgresDialect({ pool: migrationPool }) })
      await migrate(db, migrations).finally(() => db.destroy())
    }),
  )
}

async function closedOnFailure(
  // biome-ignore lint/complexity/noBannedTypes: as above.
  database: Kysely<{}>,
  work: () => Promise<void>,
): Promise<Database> {
  try {
    await work()
    return database
  } catch (error) {
    await database.destroy()
    throw error
  }
}

/** `ok`, or what is wrong. That SQLite's file can be written is seen by taking the write lock. */
export async function databaseCheck(database: Database): Promise<string> {
  if (isSqlite(database)) {
    await database.transaction().execute(async tx => sql`select 1`.execute(tx))
    return 'ok'
  }
  const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(database)
  return rows[0]?.transaction_read_only === 'off' ? 'ok' : 'the database takes no changes: it is a standby'
}

/**
 * For `$call`: on PostgreSQL the rows that are read stay locked until the transaction ends; on SQLite nothing is said,
 * since a transaction that may write has the whole file from its beginning. Lock rows in ascending order of their ids.
 *
 *     await this.#db.selectFrom('orders').selectAll().where('id', '=', id).$call(forUpdate(this.#db)).executeTakeFirst()
 */
export function forUpdate(
  db: QueryExecutorProvider,
): <Query extends { forUpdate(): Query }>(query: Query) => Query {
  return query => (isSqlite(db) ? query : query.forUpdate())
}

/**
 * PostgreSQL found a row there, or gone, that another transaction has written or deleted since this one looked. On
 * SQLite nobody writes between the look and the writing.
 */
export function isLostRace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '23503')
}

/** On either engine: somebody else has the name, code or number that was to be written. */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  return ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(String(error.code))
}

/** PostgreSQL gave the transaction up in favour of another one; the same work run anew may well succeed. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
}

/**
 * Nothing was done: no connection came free in time, or another transaction kept what this one needed. The same again,
 * a little later, may well succeed.
 */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === '55P03') return true
  // pg-pool gives it no code.
  return error.message === 'timeout exceeded when trying to connect'
}
