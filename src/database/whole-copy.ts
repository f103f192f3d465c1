import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Database, isPostgresUrl, openDatabase } from '../database.ts'
import { ConfigError } from '../errors.ts'
import { openPool } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { copyTables, type Progress, type Tallies, tallyTables } from './table-copy.ts'

const name = 'stallcast copy'

/**
 * Writes what a shop's database holds at one moment into a new SQLite file; the shop may be running. Its tables are not
 * brought up to date for that.
 */
export async function copyToFile(place: string, file: string, progress: Progress): Promise<Tallies> {
  if (isPostgresUrl(place)) return postgresToFile(place, file, progress)
  await vacuumInto(place, file)
  const copy = await openDatabase(file)
  try {
    await sql`pragma journal_mode = delete`.execute(copy)
    const tallies = await tallyTables(copy)
    for (const [table, { rows }] of Object.entries(tallies)) progress(table, rows)
    return tallies
  } finally {
    await copy.destroy()
  }
}

/** A file that stands for itself, with nothing beside it, of what another one holds at one moment. */
export async function vacuumInto(from: string, to: string): Promise<void> {
  const source = new Kysely({ dialect: openSqlite(from) })
  await sql`vacuum into ${to}`.execute(source).finally(() => source.destroy())
}

async function postgresToFile(url: string, file: string, progress: Progress): Promise<Tallies> {
  const pool = await openPool({ url, name }, 1, { patient: true })
  const source: Database = new Kysely({ dialect: new PostgresDialect({ pool }) })
  const target = await openDatabase(file)
  try {
    await sql`pragma foreign_keys = off`.execute(target)
    const tallies = await source
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(from => target.transaction().execute(to => copyTables(from, to, progress)))
    await demandReferences(target)
    await sql`pragma journal_mode = delete`.execute(target)
    return tallies
  } finally {
    await target.destroy()
    await source.destroy()
  }
}

/**
 * Fills a PostgreSQL database that has nothing in it with what a SQLite file holds, all or nothing. `file` must be a copy
 * that nobody else uses: it is brought up to date first.
 */
export async function copyToPostgres(file: string, url: string, progress: Progress): Promise<Tallies> {
  const source = await openDatabase(file)
  try {
    await (await openDatabase(url, { name })).destroy()
    const pool = await openPool({ url, name }, 1, { patient: true })
    const target: Database = new Kysely({ dialect: new PostgresDialect({ pool }) })
    try {
      return await target.transaction().execute(async to => {
        await demandEmpty(to)
        const immediate = await deferForeignKeys(to)
        const tallies = await source.transaction().execute(from => copyTables(from, to, progress))
        await immediate()
        return tallies
      })
    } finally {
      await target.destroy()
    }
  } finally {
    await source.destroy()
  }
}

async function demandEmpty(db: Database): Promise<void> {
  const full = Object.entries(await tallyTables(db)).find(([, { rows }]) => rows > 0)
  if (full !== undefined) {
    throw new ConfigError(
      `the database of DATABASE_URL is not empty: '${full[0]}' has ${full[1].rows} rows already`,
    )
  }
}

async function demandReferences(db: Database): Promise<void> {
  const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
  const [broken] = rows
  if (broken !== undefined) {
    throw new Error(`rows of ${broken.table} refer to nothing in ${broken.parent}`)
  }
}

/** Lets rows come in any order. What is returned looks whether all fit, and makes the keys as they were. */
async function deferForeignKeys(db: Database): Promise<() => Promise<void>> {
  type Key = { readonly table: string; readonly key: string }
  const { rows } = await sql<Key>`
    select conrelid::regclass::text as "table", quote_ident(conname) as key from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace order by 1, 2`.execute(db)
  const alter = async (words: string): Promise<void> => {
    for (const { table, key } of rows) {
      await sql.raw(`alter table ${table} alter constraint ${key} ${words}`).execute(db)
    }
  }
  await alter('deferrable initially deferred')
  return async () => {
    await sql`set constraints all immediate`.execute(db)
    await alter('not deferrable')
  }
}
