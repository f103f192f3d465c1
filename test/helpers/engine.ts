import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Test } from 'tap'
import { openPool } from '../../src/database/postgres.ts'
import { openSqlite } from '../../src/database/sqlite.ts'
import { type Database, isPostgresUrl, openDatabase } from '../../src/database.ts'
import { migrations } from '../../src/migrations/all.ts'
import { clusterUrl, PostgresCluster } from './postgres-cluster.ts'

export type Engine = 'sqlite' | 'postgres'

/** The engine that the tests of this process run on. */
export const engine: Engine = process.env.STALLCAST_TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite'

const [, file = ''] = process.argv
// A process that a test has started is no test, and tap would talk to its parent.
const t = file.endsWith('.test.ts') ? (await import('tap')).default : null

/** Lets the whole file of the test run a second time, on PostgreSQL, as one of its tests. To be called as it is loaded. */
export function runOnPostgresToo(): void {
  if (engine === 'postgres' || t === null) return
  const env = { ...process.env, STALLCAST_TEST_ENGINE: 'postgres' }
  t.spawn(process.execPath, [...process.execArgv, file], { env, cwd: process.cwd() }, 'on PostgreSQL')
}

const places = new Map<string, Promise<string>>()

/**
 * What `openDatabase` takes: a database of the test's own that is up to date, the same one each time for the same
 * folder.
 */
export function testPlace(t: Pick<Test, 'teardown'>, folder: string): Promise<string> {
  const known = places.get(folder) ?? (engine === 'sqlite' ? sqlitePlace(folder) : postgresPlace(t))
  places.set(folder, known)
  return known
}

/** A handle on such a database, without a look at its migrations. `hear` is told each statement when it has been answered. */
export async function openPlace(place: string, hear?: (query: CompiledQuery) => void): Promise<Database> {
  const dialect = isPostgresUrl(place)
    ? new PostgresDialect({ pool: await openPool({ url: place, name: 'test' }, 10) })
    : openSqlite(place)
  return new Kysely({ dialect, ...(hear && { log: ({ query }) => hear(query) }) })
}

async function sqlitePlace(folder: string): Promise<string> {
  const file = join(folder, 'shop.sqlite')
  // A test may have put one there.
  if (!existsSync(file)) await copyFile(await migratedFile(), file)
  return file
}

/** A PostgreSQL database that is up to date, whatever the engine of this process; dropped after the test. */
export async function postgresPlace(t: Pick<Test, 'teardown'>): Promise<string> {
  return newDatabase(t, `template ${await migratedTemplate()} strategy file_copy`)
}

/** A PostgreSQL database with nothing in it. */
export function emptyPostgresPlace(t: Pick<Test, 'teardown'>): Promise<string> {
  return newDatabase(t, 'strategy file_copy')
}

async function newDatabase(t: Pick<Test, 'teardown'>, how: string): Promise<string> {
  const folder = await clusterFolder()
  const pool = await admin()
  const name = `test_${randomBytes(8).toString('hex')}`
  await pool.query(`create database ${name} ${how}`)
  t.teardown(() => pool.query(`drop database ${name} with (force)`))
  return clusterUrl(folder, name)
}

let own: Promise<PostgresCluster> | undefined

/** That of the whole run, which bin/test.ts has started; else one for this process, until its tests have ended. */
async function clusterFolder(): Promise<string> {
  const given = process.env.STALLCAST_TEST_CLUSTER
  if (given) return given
  if (own === undefined) {
    own = PostgresCluster.start()
    t?.teardown(async () => (await own)?.close())
  }
  return (await own).folder
}

/** Both engines' are made once in a run: copying takes a fraction of what migrating does. */
const templateName = `template_${createHash('sha256').update(Object.keys(migrations).join()).digest('hex').slice(0, 16)}`
let template: Promise<string> | undefined
let templateFile: Promise<string> | undefined

function migratedTemplate(): Promise<string> {
  template ??= (async () => {
    const client = await (await admin()).connect()
    await client.query('select pg_advisory_lock(1)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [templateName])
    if (rowCount === 0) {
      await client.query(`create database ${templateName}_new`)
      const database = await openDatabase(clusterUrl(await clusterFolder(), `${templateName}_new`))
      await database.destroy()
      await client.query(`alter database ${templateName}_new rename to ${templateName}`)
    }
    await client.query('select pg_advisory_unlock(1)')
    client.release()
    return templateName
  })()
  return template
}

function migratedFile(): Promise<string> {
  templateFile ??= (async () => {
    const made = join(await sharedFolder(), `${templateName}.sqlite`)
    if (existsSync(made)) return made
    const making = `${made}.${process.pid}`
    await (await openDatabase(making)).destroy()
    await rename(making, made)
    return made
  })()
  return templateFile
}

/** The run's, else this process's. */
async function sharedFolder(): Promise<string> {
  const given = process.env.STALLCAST_TEST_CLUSTER
  if (given) return given
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-template-'))
  t?.teardown(() => rm(folder, { recursive: true }))
  return folder
}

let adminPool: pg.Pool | undefined

/** One connection, which keeps no process from its end: each is a process of PostgreSQL's. */
async function admin(): Promise<pg.Pool> {
  const connectionString = clusterUrl(await clusterFolder(), 'postgres')
  if (adminPool === undefined) {
    adminPool = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
    adminPool.on('error', () => undefined)
  }
  return adminPool
}
