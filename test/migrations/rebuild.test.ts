import { sql } from 'kysely'
import t from 'tap'
import { type Database, openDatabase } from '../../src/database.ts'
import { makeAppendOnly, rebuildTables, tableWords } from '../../src/migrations/dialect.ts'
import { engine, runOnPostgresToo, testPlace } from '../helpers/engine.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

runOnPostgresToo()

/** Trees have branches, and leaves hang on both; leaves are written once. */
async function garden(database: Database) {
  const { text, integer, end } = tableWords(database)
  for (const statement of [
    `create table trees (id ${text} not null primary key, height ${integer} not null check (height > 0)) ${end}`,
    `create table branches (id ${text} not null primary key, tree ${text} not null references trees (id),
      unique (id, tree)) ${end}`,
    `create table leaves (id ${text} not null primary key, branch ${text} not null, tree ${text} not null,
      foreign key (branch, tree) references branches (id, tree), foreign key (tree) references trees (id)) ${end}`,
    `create index leaves_by_tree on leaves (tree)`,
    `insert into trees values ('t', 3)`,
    `insert into branches values ('b', 't')`,
    `insert into leaves values ('l', 'b', 't')`,
  ]) {
    await sql.raw(statement).execute(database)
  }
  await makeAppendOnly(database, 'leaves')
}

/** As a migration runs. */
async function changing(database: Database, work: (tx: Database) => Promise<void>) {
  const pragma = async (text: string) => engine === 'sqlite' && sql.raw(`pragma ${text}`).execute(database)
  await pragma('foreign_keys = off')
  await pragma('legacy_alter_table = on')
  await database.transaction().execute(work)
  await pragma('legacy_alter_table = off')
  await pragma('foreign_keys = on')
}

t.test('tables that hang together are made anew under their names, with all that refers to them', async t => {
  const database = await openDatabase(await testPlace(t, await tempFolder(t)))
  t.teardown(() => database.destroy())
  await garden(database)
  const { text, integer } = tableWords(database)
  await changing(database, async tx => {
    await rebuildTables(tx, [
      {
        name: 'trees',
        columns: `id ${text} not null primary key, height ${integer} not null check (height >= 0), kind ${text} not null`,
        copy: `(id, height, kind) select id, height, 'oak' from trees_old`,
      },
      {
        name: 'branches',
        columns: `id ${text} not null primary key, tree ${text} not null references trees (id), unique (id, tree)`,
        copy: `(id, tree) select b.id, t.id from branches_old b join trees_old t on t.id = b.tree`,
      },
    ])
  })
  t.same((await sql`select * from trees`.execute(database)).rows, [{ id: 't', height: 3, kind: 'oak' }])
  await sql`insert into trees values ('u', 0, 'elm')`.execute(database)
  const refused = (statement: string) =>
    t.rejects(sql.raw(statement).execute(database), /foreign key constraint/i, statement)
  await refused(`insert into branches values ('c', 'none')`)
  await refused(`insert into leaves values ('m', 'none', 't')`)
  await refused(`insert into leaves values ('m', 'b', 'u')`)
  await refused(`delete from branches`)
  await sql`insert into leaves values ('m', 'b', 't')`.execute(database)
})

t.test('what is append-only can be made anew, and is so again afterwards', async t => {
  const database = await openDatabase(await testPlace(t, await tempFolder(t)))
  t.teardown(() => database.destroy())
  await garden(database)
  const { text } = tableWords(database)
  await changing(database, async tx => {
    const columns = `id ${text} not null primary key, tree ${text} not null references trees (id)`
    await rebuildTables(tx, [{ name: 'leaves', columns, copy: '(id, tree) select id, tree from leaves_old' }])
    await makeAppendOnly(tx, 'leaves')
    await sql`create index leaves_by_tree on leaves (tree)`.execute(tx)
  })
  t.same((await sql`select * from leaves`.execute(database)).rows, [{ id: 'l', tree: 't' }])
  await t.rejects(sql`delete from leaves`.execute(database), /append-only/)
})
