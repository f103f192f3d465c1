import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryExecutorProvider,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { isSqlite } from './database/engine.ts'
import { migrations } from './migrations/all.ts'

/** A handle on the tables that a store knows: each store adds its own with `$extendTables`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own word for "no tables known yet".
export type Database = Kysely<{}>
export type Db<Tables> = Kysely<Tables>

/**
 * Opens the SQLite file (`:memory:` for none) and brings its tables up to date.
 * WAL with `synchronous=FULL`: an order that was answered survives a power cut.
 */
export async function openDatabase(file: string): Promise<Database> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const sqlite = new Sqlite(file)
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('busy_timeout = 5000')
  } catch (error) {
    sqlite.close()
    throw error
  }
  // biome-ignore lint/complexity/noBannedTypes: as above.
  const database = new Kysely<{}>({ dialect: sqliteDialect(sqlite) })
  try {
    await migrate(database, migrations)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return database
}

/** `ok`, or what is wrong: that the file can be written is seen by taking the write lock. */
export async function databaseCheck(database: Database): Promise<string> {
  await database.transaction().execute(async tx => sql`select 1`.execute(tx))
  return 'ok'
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
 * All that is outstanding in one transaction. On SQLite, a table is rebuilt under its own name while others refer to it:
 * so foreign keys are off, and a rename leaves the others' words alone; whether all still fit is looked at before the commit.
 */
async function migrate(database: Database, all: Record<string, Migration>): Promise<void> {
  const sqlite = isSqlite(database)
  const checked = Object.fromEntries(Object.entries(all).map(([name, each]) => [name, withCheck(name, each)]))
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => (sqlite ? checked : all) },
  })
  if (sqlite) {
    await sql`pragma foreign_keys = off`.execute(database)
    await sql`pragma legacy_alter_table = on`.execute(database)
  }
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error })
  if (sqlite) {
    await sql`pragma legacy_alter_table = off`.execute(database)
    await sql`pragma foreign_keys = on`.execute(database)
  }
}

function withCheck(name: string, { up }: Migration): Migration {
  return {
    up: async db => {
      await up(db)
      const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
      const [broken] = rows
      if (broken !== undefined) {
        throw new Error(`${name} leaves rows of ${broken.table} that refer to nothing in ${broken.parent}`)
      }
    },
  }
}

/** SQLite can undo the making of tables, though Kysely does not count on it. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Kysely's driver begins a deferred transaction; one that reads and then writes would fail with SQLITE_BUSY
 * in spite of the time-out when another process (a backup, a command of bin/) wrote in between.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

function sqliteDialect(sqlite: Sqlite.Database): Dialect {
  const cache = new Map<string, Sqlite.Statement>()
  const database = {
    close: () => sqlite.close(),
    // Preparing costs more than running most statements here; texts are few, since values are bound.
    prepare: (text: string) => {
      const known = cache.get(text)
      if (known !== undefined) return known
      const statement = sqlite.prepare(text)
      if (cache.size < 500) cache.set(text, statement)
      return statement
    },
  } as Sqlite.Database
  const dialect = new SqliteDialect({ database })
  return {
    createDriver: () => new ImmediateSqliteDriver({ database }),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => new TransactionalSqliteAdapter(),
    createIntrospector: db => dialect.createIntrospector(db),
  }
}
