import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'

/**
 * The embedded database: a file, or `:memory:`. WAL with `synchronous=FULL`: an order that was answered survives a
 * power cut.
 */
export function openSqlite(file: string): Dialect {
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
  return sqliteDialect(sqlite)
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

/** SQLite can undo the making of tables, though Kysely does not count on it. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
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

/**
 * Fills the tables of a file that nobody else has open: as fast as it goes, without a journal, so that a file whose
 * filling failed is lost. References are not looked at. Indexes are made when all rows are there.
 */
export class SqliteFiller {
  readonly #sqlite: Sqlite.Database
  readonly #indexes: readonly string[]

  private constructor(sqlite: Sqlite.Database, indexes: readonly string[]) {
    this.#sqlite = sqlite
    this.#indexes = indexes
  }

  static open(file: string): SqliteFiller {
    const sqlite = new Sqlite(file, { fileMustExist: true })
    try {
      for (const words of ['journal_mode = off', 'synchronous = off', 'foreign_keys = off'])
        sqlite.pragma(words)
      const indexes = sqlite
        .prepare<[], { name: string; sql: string }>(
          "select name, sql from sqlite_schema where type = 'index' and sql is not null",
        )
        .all()
      for (const { name } of indexes) sqlite.exec(`drop index "${name}"`)
      sqlite.exec('begin')
      return new SqliteFiller(
        sqlite,
        indexes.map(({ sql }) => sql),
      )
    } catch (error) {
      sqlite.close()
      throw error
    }
  }

  async insert(
    table: string,
    columns: readonly string[],
    batches: AsyncIterable<readonly Readonly<Record<string, unknown>>[]>,
  ): Promise<void> {
    const names = columns.map(name => `"${name}"`).join()
    const marks = columns.map(() => '?').join()
    const statement = this.#sqlite.prepare(`insert into "${table}" (${names}) values (${marks})`)
    for await (const rows of batches) {
      for (const row of rows) statement.run(columns.map(name => row[name]))
    }
  }

  /** Makes the indexes: then all is in the file. */
  finish(): void {
    for (const text of this.#indexes) this.#sqlite.exec(text)
    this.#sqlite.exec('commit')
    this.close()
  }

  close(): void {
    this.#sqlite.close()
  }
}

/** Whether another process has the file open. */
export function isFileInUse(file: string): boolean {
  const sqlite = new Sqlite(file, { timeout: 0, fileMustExist: true })
  try {
    // In WAL mode every connection holds a shared lock for as long as it is open; this one wants the file for itself.
    sqlite.pragma('locking_mode = exclusive')
    sqlite.exec('begin exclusive; rollback')
    return false
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    sqlite.close()
  }
}
