import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
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

async function migrate(database: Database, all: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => all } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error })
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
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: db => dialect.createIntrospector(db),
  }
}
