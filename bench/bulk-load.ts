import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Row, ShopTables } from '../src/shop/tables.ts'

/** Rows for a database by the million: indexes are made afterwards, and nothing is looked at on the way. */
export type Load = {
  add<Table extends keyof ShopTables>(table: Table, row: Row<Table>): void
  /** Call it now and then: rows wait in memory until then. */
  flush(): Promise<void>
  finish(): Promise<void>
}

type Value = string | number | null

/** The tables must be there. */
export function loadSqlite(file: string): Load {
  const db = new DatabaseSync(file)
  for (const setting of ['foreign_keys = off', 'synchronous = off', 'cache_size = -400000'])
    db.exec(`pragma ${setting}`)
  const indexes = db
    .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`)
    .all()
  for (const { name } of indexes) db.exec(`drop index ${name}`)
  const statements = new Map<string, StatementSync>()
  db.exec('begin')
  return {
    add(table, row) {
      let statement = statements.get(table)
      if (statement === undefined) {
        const columns = Object.keys(row)
        statement = db.prepare(
          `insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`,
        )
        statements.set(table, statement)
      }
      statement.run(...(Object.values(row) as Value[]))
    },
    async flush() {
      db.exec('commit; begin')
    },
    async finish() {
      db.exec('commit')
      for (const { sql } of indexes) db.exec(String(sql))
      const [broken] = db.prepare('pragma foreign_key_check').all()
      if (broken !== undefined) throw new Error(`rows refer to nothing: ${JSON.stringify(broken)}`)
      db.exec('pragma wal_checkpoint(truncate)')
      db.close()
    },
  }
}

/** @param psql the program; @param url of a database whose owner may do all. */
export function loadPostgres(psql: string, url: string): Load {
  const ask = (text: string): string => {
    const { status, stdout, stderr } = spawnSync(psql, [url, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', text], {
      encoding: 'utf8',
      env: { ...process.env, PGOPTIONS: '-c maintenance_work_mem=512MB' },
    })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }
  const indexes = ask(`select indexname || '|' || indexdef from pg_indexes where schemaname = 'public'
    and not exists (select 1 from pg_constraint where conname = indexname)`)
    .trim()
    .split('\n')
    .map(line => ({ name: line.slice(0, line.indexOf('|')), text: line.slice(line.indexOf('|') + 1) }))
  for (const { name } of indexes) ask(`drop index ${name}`)
  const copies = new Map<string, { readonly child: ChildProcess; lines: string[] }>()
  const flush = async (): Promise<void> => {
    for (const copy of copies.values()) {
      const { stdin } = copy.child
      if (stdin === null || copy.lines.length === 0) continue
      if (!stdin.write(copy.lines.join(''))) await once(stdin, 'drain')
      copy.lines = []
    }
  }
  return {
    add(table, row) {
      let copy = copies.get(table)
      if (copy === undefined) {
        const columns = Object.keys(row).map(name => `"${name}"`)
        copy = {
          child: spawn(
            psql,
            [url, '-qX', '-v', 'ON_ERROR_STOP=1', '-c', `copy ${table} (${columns.join()}) from stdin`],
            {
              // Foreign keys are looked at by triggers, which are not fired so.
              env: { ...process.env, PGOPTIONS: '-c session_replication_role=replica' },
              stdio: ['pipe', 'ignore', 'inherit'],
            },
          ),
          lines: [],
        }
        copies.set(table, copy)
      }
      copy.lines.push(`${(Object.values(row) as Value[]).map(copyText).join('\t')}\n`)
    },
    flush,
    async finish() {
      await flush()
      for (const [table, { child }] of copies) {
        const gone = once(child, 'exit')
        child.stdin?.end()
        if ((await gone)[0] !== 0) throw new Error(`the rows of ${table} were refused`)
      }
      for (const { text } of indexes) ask(text)
      // As its own housekeeping does it some minutes later.
      ask('vacuum analyze')
    },
  }
}

function copyText(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return value.replace(/[\\\t\n\r]/g, found => (found === '\\' ? '\\\\' : ' '))
}
