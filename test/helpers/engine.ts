import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { openDatabase } from '../../src/database.ts'
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

/** What `openDatabase` takes: a database of the test's own, the same one each time for the same folder. */
export function testPlace(t: Pick<Test, 'teardown'>, folder: string): Promise<string> {
  if (engine === 'sqlite') return Promise.resolve(join(folder, 'shop.sqlite'))
  const known = places.get(folder) ?? postgresPlace(t)
  places.set(folder, known)
  return known
}

/** A PostgreSQL database that is up to date, whatever the engine of this process; dropped after the test. */
export async function postgresPlace(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await clusterFolder()
  const name = `test_${randomBytes(8).toString('hex')}`
  await admin(folder, async client => {
    const template = await migratedTemplate(client, folder)
    await client.query(`create database ${name} template ${template}`)
  })
  t.teardown(() => admin(folder, client => client.query(`drop database ${name} with (force)`)))
  return clusterUrl(folder, name)
}

/** A PostgreSQL database with nothing in it. */
export async function emptyPostgresPlace(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await clusterFolder()
  const name = `test_${randomBytes(8).toString('hex')}`
  await admin(folder, client => client.query(`create database ${name}`))
  t.teardown(() => admin(folder, client => client.query(`drop database ${name} with (force)`)))
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

let template: Promise<string> | undefined

/** Named after the migrations, and made once in a cluster: copying it takes a fraction of what migrating does. */
function migratedTemplate(client: pg.Client, folder: string): Promise<string> {
  template ??= (async () => {
    const name = `template_${createHash('sha256').update(Object.keys(migrations).join()).digest('hex').slice(0, 16)}`
    await client.query('select pg_advisory_lock(1)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      await client.query(`create database ${name}_new`)
      const database = await openDatabase(clusterUrl(folder, `${name}_new`))
      await database.destroy()
      await client.query(`alter database ${name}_new rename to ${name}`)
    }
    await client.query('select pg_advisory_unlock(1)')
    return name
  })()
  return template
}

async function admin<T>(folder: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clusterUrl(folder, 'postgres'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
