import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Database, isPostgresUrl, openDatabase } from '../database.ts'
import { ConfigError } from '../errors.ts'
import { openPool } from './postgres.ts'
import { openSqlite, SqliteFiller } from './sqlite.ts'
import {
  commonTables,
  compareTables,
  copyTables,
  type Fill,
  fillPostgres,
  type Progress,
  type Table,
  type Tallies,
  tallyTables,
} from './table-copy.ts'

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
  try {
    return await source
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async from => {
        const tables = await withFile(file, to => commonTables(from, to))
        await fillFile(from, file, tables, progress)
        return withFile(file, async to => {
          await demandReferences(to)
          return compareTables(from, to, tables)
        })
      })
  } finally {
    await source.destroy()
  }
}

/** On a file with all tables, which stands for itself afterwards. */
async function withFile<Result>(file: string, work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = await openDatabase(file)
  try {
    const result = await work(db)
    await sql`pragma journal_mode = delete`.execute(db)
    return result
  } finally {
    await db.destroy()
  }
}

async function fillFile(
  from: Database,
  file: string,
  tables: readonly Table[],
  progress: Progress,
): Promise<void> {
  const filler = SqliteFiller.open(file)
  try {
    const fill: Fill = (table, batches) =>
      filler.insert(
        table.name,
        table.columns.map(column => column.name),
        batches,
      )
    await copyTables(from, tables, fill, progress)
    filler.finish()
  } finally {
    filler.close()
  }
}

/**
 * Fills a PostgreSQL database that has nothing in it with what a SQLite file holds, all or nothing. `file` must be a copy
 * that nobody else uses: it is brought up to date first.
 * @param beforeCommit what must be done with it; when it fails, the database stays empty.
 */
export async function copyToPostgres(
  file: string,
  url: string,
  progress: Progress,
  beforeCommit: () => Promise<void> = async () => undefined,
): Promise<Tallies> {
  const source = await openDatabase(file)
  try {
    await (await openDatabase(url, { name })).destroy()
    const pool = await openPool({ url, name }, 1, { patient: true })
    const target: Database = new Kysely({ dialect: new PostgresDialect({ pool }) })
    try {
      return await target.transaction().execute(async to => {
        await demandEmpty(to)
        const tables = await commonTables(source, to)
        const tallies = await source.transaction().execute(async from => {
          await withoutKeys(to, () =>
            copyTables(from, tables, (table, batches) => fillPostgres(to, table, batches), progress),
          )
          return compareTables(from, to, tables)
        })
        await beforeCommit()
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

/**
 * Takes foreign keys and indexes away while `load` brings rows, in any order, and puts them back as they were: a key that
 * is made looks at all rows at once, one that is there looks up each row by itself, and that takes minutes.
 */
async function withoutKeys(db: Database, load: () => Promise<void>): Promise<void> {
  const { rows: keys } = await sql<{ table: string; key: string; definition: string }>`
    select conrelid::regclass::text as "table", quote_ident(conname) as key, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace order by 1, 2`.execute(
    db,
  )
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = current_schema()::regnamespace
      and not exists (select from pg_constraint where conindid = indexrelid) order by 1`.execute(db)
  const run = (text: string) => sql.raw(text).execute(db)
  for (const { table, key } of keys) await run(`alter table ${table} drop constraint ${key}`)
  for (const { name } of indexes) await run(`drop index ${name}`)
  await load()
  for (const { definition } of indexes) await run(definition)
  // The looks at all rows are planned by what is known of the tables, and so is all that the shop asks on its first day.
  await run('analyze')
  for (const { table, key, definition } of keys) {
    await run(`alter table ${table} add constraint ${key} ${definition}`)
  }
}
