import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { isSqlite } from './engine.ts'

/** Copies all that one database holds into another, whatever their engines, and counts what has arrived. */

export type Progress = (table: string, rows: number) => void

/** Rows of a table, and sums over its columns that show whether two tables hold the same. */
export type Tally = { readonly rows: number; readonly sums: Readonly<Record<string, string>> }
export type Tallies = Readonly<Record<string, Tally>>

type Column = { readonly name: string; readonly kind: 'integer' | 'real' | 'text' }
type Table = { readonly name: string; readonly columns: readonly Column[] }
type Row = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: tables that are known by name only, when it runs.
type AnyTables = Kysely<any>

const rowsAtOnce = 1000
/** SQLite takes no more values in one statement. */
const mostValues = 30_000

/**
 * `from` and `to` are transactions, that of `from` on one state of the data; `to` has the same tables, empty, and does
 * not look at foreign keys until it is told to.
 * @throws when what has arrived is not what was there.
 */
export async function copyTables(from: Database, to: Database, progress: Progress): Promise<Tallies> {
  const tables = await tablesOf(from)
  demandSameTables(tables, await tablesOf(to))
  const tallies: Record<string, Tally> = {}
  for (const table of tables) {
    for await (const rows of rowsOf(from, table)) await insert(to, table, rows)
    const [there, here] = [await tally(from, table), await tally(to, table)]
    if (JSON.stringify(there) !== JSON.stringify(here)) {
      throw new Error(`'${table.name}' did not arrive whole: ${JSON.stringify({ there, here })}`)
    }
    tallies[table.name] = here
    progress(table.name, here.rows)
  }
  return tallies
}

export async function tallyTables(db: Database): Promise<Tallies> {
  const tallies: Record<string, Tally> = {}
  for (const table of await tablesOf(db)) tallies[table.name] = await tally(db, table)
  return tallies
}

/** In the order of their names. Kysely's own, which say what was migrated, are left out. */
async function tablesOf(db: Database): Promise<readonly Table[]> {
  const all = await db.introspection.getTables()
  const schema = isSqlite(db)
    ? undefined
    : (await sql<{ name: string }>`select current_schema() as name`.execute(db)).rows[0]?.name
  return all
    .filter(table => !table.isView && table.schema === schema)
    .map(({ name, columns }) => ({
      name,
      columns: columns
        .map(column => ({ name: column.name, kind: kindOf(column.dataType) }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function kindOf(type: string): Column['kind'] {
  switch (type.toLowerCase()) {
    case 'integer':
    case 'int8':
      return 'integer'
    case 'real':
    case 'float8':
      return 'real'
    case 'text':
      return 'text'
    default:
      throw new Error(`a column of the type ${type} is not known here`)
  }
}

function demandSameTables(from: readonly Table[], to: readonly Table[]): void {
  if (JSON.stringify(from) === JSON.stringify(to)) return
  throw new Error(
    'the databases are of different versions of Stallcast: start this version once on the old one first',
  )
}

async function* rowsOf(db: Database, { name, columns }: Table): AsyncGenerator<readonly Row[]> {
  const names = sql.join(columns.map(column => sql.ref(column.name)))
  if (isSqlite(db)) {
    const key = await keyOf(db, name)
    const order = sql.join(key.map(column => sql.ref(column)))
    for (let last: Row | null = null; ; ) {
      const beyond: RawBuilder<unknown> =
        last === null ? sql`true` : sql`(${order}) > (${sql.join(key.map(column => last?.[column]))})`
      const { rows }: { rows: Row[] } = await sql<Row>`
        select ${order}, ${names} from ${sql.table(name)} where ${beyond} order by ${order}
        limit ${rowsAtOnce}`.execute(db)
      last = rows.at(-1) ?? last
      if (rows.length > 0) yield rows.map(({ rowid: _, ...row }) => row)
      if (rows.length < rowsAtOnce) return
    }
  }
  await sql`declare all_rows no scroll cursor for select ${names} from ${sql.table(name)}`.execute(db)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(rowsAtOnce)} from all_rows`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < rowsAtOnce) break
  }
  await sql`close all_rows`.execute(db)
}

/** By which SQLite has the rows of a table in order: a number of its own, unless the table was made without. */
async function keyOf(db: Database, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select columns.name from pragma_table_list(${table}) as tables, pragma_table_info(${table}) as columns
    where tables.wr = 1 and columns.pk > 0 order by columns.pk`.execute(db)
  return rows.length > 0 ? rows.map(row => row.name) : ['rowid']
}

async function insert(db: Database, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  if (!isSqlite(db)) {
    const names = sql.join(columns.map(column => sql.ref(column.name)))
    await sql`insert into ${sql.table(name)} (${names})
      select ${names} from json_populate_recordset(null::${sql.table(name)}, ${JSON.stringify(rows)}::json)`.execute(
      db,
    )
    return
  }
  const size = Math.max(1, Math.floor(mostValues / columns.length))
  const any: AnyTables = db
  for (let at = 0; at < rows.length; at += size) {
    await any
      .insertInto(name)
      .values(rows.slice(at, at + size))
      .execute()
  }
}

/** A sum is taken in two halves, since a sum of times may be more than 64 bits hold. */
async function tally(db: Database, { name, columns }: Table): Promise<Tally> {
  const parts = columns.flatMap(column => {
    const ref = sql.ref(column.name)
    const named = (part: string) => sql.ref(`${column.name} ${part}`)
    if (column.kind === 'integer') {
      return [
        sql`coalesce(sum(${ref} / 1000000), 0) as ${named('high')}`,
        sql`coalesce(sum(${ref} % 1000000), 0) as ${named('low')}`,
      ]
    }
    if (column.kind === 'text') return [sql`coalesce(sum(length(${ref})), 0) as ${named('length')}`]
    return [sql`count(${ref}) as ${named('count')}`]
  })
  const { rows } = await sql<Record<string, number | string>>`
    select count(*) as rows_, ${sql.join(parts)} from ${sql.table(name)}`.execute(db)
  const { rows_ = 0, ...values } = rows[0] ?? {}
  const sums = columns.map(({ name: column, kind }) => {
    const value = (part: string): bigint => BigInt(values[`${column} ${part}`] ?? 0)
    if (kind === 'integer') return [column, String(value('high') * 1_000_000n + value('low'))]
    return [column, String(value(kind === 'text' ? 'length' : 'count'))]
  })
  return { rows: Number(rows_), sums: Object.fromEntries(sums) }
}
