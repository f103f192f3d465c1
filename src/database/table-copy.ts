import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { isSqlite } from './engine.ts'

export type Progress = (table: string, rows: number) => void

/** Rows of a table, and sums over its columns that show whether two tables hold the same. */
export type Tally = { readonly rows: number; readonly sums: Readonly<Record<string, string>> }
export type Tallies = Readonly<Record<string, Tally>>

type Column = { readonly name: string; readonly kind: 'integer' | 'real' | 'text' }
export type Table = { readonly name: string; readonly columns: readonly Column[] }
export type Row = Readonly<Record<string, unknown>>

/** Puts rows into a table of the same name, in batches. */
export type Fill = (table: Table, batches: AsyncIterable<readonly Row[]>) => Promise<void>

const rowsAtOnce = 2000

/** @throws when the two are not of one version. */
export async function commonTables(from: Database, to: Database): Promise<readonly Table[]> {
  const tables = await tablesOf(from)
  if (JSON.stringify(tables) === JSON.stringify(await tablesOf(to))) return tables
  throw new Error(
    'the databases are of different versions of Stallcast: start this version once on the old one first',
  )
}

/** `from` is a transaction on one state of the data. The tables that are filled must be empty. */
export async function copyTables(
  from: Database,
  tables: readonly Table[],
  fill: Fill,
  progress: Progress,
): Promise<void> {
  for (const table of tables) {
    let copied = 0
    const counted = async function* () {
      for await (const rows of rowsOf(from, table)) {
        copied += rows.length
        yield rows
      }
    }
    await fill(table, counted())
    progress(table.name, copied)
  }
}

/** @throws when what has arrived is not what was there. */
export async function compareTables(
  from: Database,
  to: Database,
  tables: readonly Table[],
): Promise<Tallies> {
  const tallies: Record<string, Tally> = {}
  for (const table of tables) {
    const [there, here] = [await tally(from, table), await tally(to, table)]
    if (JSON.stringify(there) !== JSON.stringify(here)) {
      throw new Error(`'${table.name}' did not arrive whole: ${JSON.stringify({ there, here })}`)
    }
    tallies[table.name] = here
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
  const fetch = () => sql<Row>`fetch ${sql.lit(rowsAtOnce)} from all_rows`.execute(db)
  for (let { rows } = await fetch(); rows.length > 0; ) {
    // The server makes the next ones ready while these are written.
    const following = fetch()
    following.catch(() => undefined)
    yield rows
    rows = (await following).rows
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

/** For PostgreSQL: the rows as JSON, since one value of any length is quicker said than many. */
export async function fillPostgres(
  db: Database,
  { name, columns }: Table,
  batches: AsyncIterable<readonly Row[]>,
): Promise<void> {
  const names = sql.join(columns.map(column => sql.ref(column.name)))
  for await (const rows of batches) {
    await sql`insert into ${sql.table(name)} (${names})
      select ${names} from json_populate_recordset(null::${sql.table(name)}, ${JSON.stringify(rows)}::json)`.execute(
      db,
    )
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
