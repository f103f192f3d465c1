import { type QueryExecutorProvider, sql } from 'kysely'
import { isSqlite } from '../database/engine.ts'

/** What SQLite and PostgreSQL write differently when tables are made. */

/**
 * Words for `create table`: 64-bit numbers on both, and no silent conversions on either. `text` is for what is compared
 * by range or sorted (ids, slugs, cursors): by bytes on both, whatever language PostgreSQL's database was made for.
 */
export function tableWords(db: QueryExecutorProvider): {
  readonly text: string
  readonly integer: string
  readonly real: string
  readonly end: string
} {
  return isSqlite(db)
    ? { text: 'text', integer: 'integer', real: 'real', end: 'strict' }
    : { text: 'text collate "C"', integer: 'bigint', real: 'double precision', end: '' }
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
      `create or replace function ${table}_refuse() returns trigger language plpgsql as
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

/** Makes the database itself refuse to delete rows of `table`, and those updates for which `updates` holds. */
export async function protectRows(
  db: QueryExecutorProvider,
  table: string,
  { updates }: { readonly updates: string },
): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db)
  if (isSqlite(db)) {
    await run(`create trigger ${table}_no_delete before delete on ${table} ${refusalBody(table)}`)
  } else {
    await run(
      `create or replace function ${table}_refuse() returns trigger language plpgsql as
       $$ begin raise exception ${refusalText(table)}; end $$`,
    )
    await run(
      `create trigger ${table}_no_delete before delete or truncate on ${table}
       for each statement execute function ${table}_refuse()`,
    )
  }
  await refuseUpdates(db, table, updates)
}

/** Says anew which updates of a protected table the database refuses. */
export async function protectRowsAnew(
  db: QueryExecutorProvider,
  table: string,
  { updates }: { readonly updates: string },
): Promise<void> {
  const of = isSqlite(db) ? '' : `on ${table}`
  await sql.raw(`drop trigger ${table}_no_update ${of}`).execute(db)
  await refuseUpdates(db, table, updates)
}

async function refuseUpdates(db: QueryExecutorProvider, table: string, updates: string): Promise<void> {
  const body = isSqlite(db)
    ? `when ${updates} ${refusalBody(table)}`
    : `for each row when (${updates}) execute function ${table}_refuse()`
  await sql.raw(`create trigger ${table}_no_update before update on ${table} ${body}`).execute(db)
}

const refusalText = (table: string) => `'what was written to ${table} stays'`

/** SQLite's triggers hold what PostgreSQL's call. */
const refusalBody = (table: string) => `begin select raise(abort, ${refusalText(table)}); end`

export type TableRebuild = {
  readonly name: string
  /** What stands between the brackets of `create table`. Foreign keys name the tables as they are called for good. */
  readonly columns: string
  /** What stands after `insert into <name>`, for example `(id, total) select id, total from orders_old`. */
  readonly copy: string
}

/**
 * Makes tables anew with other columns, checks or keys, since SQLite cannot alter those, and keeps their rows. All that
 * hang together go into one call, those that others refer to first. While it copies, the old tables are called
 * `<name>_old`. Indexes and triggers (`makeAppendOnly`) go with the old tables: make them anew afterwards. Foreign keys of
 * tables that are not named here stay as they are. Name no constraint in `columns`: the old one still has the name.
 *
 * On SQLite it counts on what `migrate` sets: foreign keys off and looked at in the end, names in other tables untouched.
 */
export async function rebuildTables(
  db: QueryExecutorProvider,
  tables: readonly TableRebuild[],
): Promise<void> {
  const { end } = tableWords(db)
  const run = (text: string) => sql.raw(text).execute(db)
  const names = tables.map(({ name }) => name)
  const others = isSqlite(db) ? [] : await foreignKeysOfOthers(db, names)
  for (const name of names) await run(`alter table ${name} rename to ${name}_old`)
  for (const { name, columns } of tables) await run(`create table ${name} (${columns}) ${end}`)
  for (const { name, copy } of tables) await run(`insert into ${name} ${copy}`)
  for (const name of names.toReversed()) await run(`drop table ${name}_old${isSqlite(db) ? '' : ' cascade'}`)
  for (const { table, name, definition } of others) {
    await run(`alter table ${table} add constraint ${name} ${definition}`)
  }
}

type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string }

/** PostgreSQL: the foreign keys by which other tables refer to these. */
async function foreignKeysOfOthers(
  db: QueryExecutorProvider,
  names: readonly string[],
): Promise<readonly ForeignKey[]> {
  const list = sql.join(names.map(name => sql`to_regclass(${name})`))
  const { rows } = await sql<ForeignKey>`
    select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and confrelid in (${list}) and conrelid not in (${list})
    order by 1, 2`.execute(db)
  return rows
}
