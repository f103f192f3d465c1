import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { openDatabase } from '../src/database.ts'
import { command, type Place, place, start } from './helpers/shop-place.ts'
import { smallDisk, whyNoDisk } from './helpers/small-disk.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

t.setTimeout(240_000)

const skip = await whyNoDisk(t)

/** A shop with nothing in it but a picture of so many megabytes. */
async function shopWithPicture(t: Test, engine: 'sqlite' | 'postgres', megabytes: number): Promise<Place> {
  const shop = await place(t, engine)
  mkdirSync(join(shop.data, 'pictures'), { recursive: true })
  writeFileSync(join(shop.data, 'pictures', 'large.webp'), randomBytes(megabytes * 1e6))
  await (await openDatabase(shop.env.DATABASE_URL ?? join(shop.data, 'stallcast.db'))).destroy()
  return shop
}

for (const engine of ['sqlite', 'postgres'] as const) {
  t.test(`what does not fit on the disk leaves nothing behind, on ${engine}`, { skip }, async t => {
    const shop = await shopWithPicture(t, engine, 9)
    const small = await smallDisk(t, 8)
    t.match(await command('backup', shop, join(small, 'backup')), { code: 1, output: /ENOSPC/ })
    t.same(readdirSync(small), [])

    const folder = join(await tempFolder(t), 'backup')
    t.match(await command('backup', shop, folder), { code: 0 })
    const there = await place(t, engine)
    const tight = { ...there, data: join(small, 'shop') }
    t.match(await command('restore', tight, folder), { code: 1, output: /ENOSPC/ })
    t.same(readdirSync(tight.data), [])
    t.match(await command('restore', there, folder), { code: 0 }, 'and a database that is as empty as before')
  })
}

/** Runs a command until it waits for a lock of the database, and kills it there. */
async function killedWaiting(db: pg.Client, shop: Place, args: readonly string[]): Promise<void> {
  const [name = '', ...more] = args
  const { NODE_OPTIONS: _tapHooks, ...env } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, '../bin', `${name}.ts`), ...more], {
    env: { ...env, STALLCAST_DATA: shop.data, ...shop.env },
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  await until(
    `${name} to wait`,
    async () => (await db.query('select from pg_locks where not granted')).rowCount === 1,
    30_000,
  )
  child.kill('SIGKILL')
  await gone
}

async function connected(t: Test, { env }: Place): Promise<pg.Client> {
  const client = new pg.Client(env.DATABASE_URL)
  await client.connect()
  t.teardown(() => client.end())
  return client
}

t.test('what a killed backup or restore left is gone when the next one has been made', async t => {
  const shop = await shopWithPicture(t, 'postgres', 1)
  const parent = await tempFolder(t)
  const db = await connected(t, shop)
  await db.query('begin; lock table orders in access exclusive mode')
  await killedWaiting(db, shop, ['backup', join(parent, 'monday')])
  const [left = '', ...others] = readdirSync(parent)
  t.match(left, /^monday\.partial-/)
  t.same(others, [])
  await db.query('rollback')
  t.match(await command('backup', shop, join(parent, 'tuesday')), { code: 0 })
  t.same(readdirSync(parent), ['tuesday'])

  const there = await place(t, 'postgres')
  const target = await connected(t, there)
  // That of migrations: a restore comes to it when its files are ready.
  await target.query('select pg_advisory_lock(5271114)')
  await killedWaiting(target, there, ['restore', join(parent, 'tuesday')])
  t.match(readdirSync(there.data).join(), /^\.restoring-[^,]*$/, 'nothing has its name yet')
  await target.query('select pg_advisory_unlock_all()')
  t.match(await command('restore', there, join(parent, 'tuesday')), { code: 0 })
  t.same(readdirSync(there.data).toSorted(), ['covers', 'pictures', 'secrets.json'])
})

t.test('a server that starts removes what a killed restore left, and not what one is making', async t => {
  const shop = await place(t, 'sqlite')
  const { pid } = spawnSync('true')
  const [dead, alive] = [`.restoring-${hostname()}-${pid}`, `.restoring-${hostname()}-${process.pid}`]
  for (const name of [dead, alive]) mkdirSync(join(shop.data, name, 'pictures'), { recursive: true })
  const server = await start(t, shop)
  await server.stop()
  const names = readdirSync(shop.data)
  t.notOk(names.includes(dead))
  t.ok(names.includes(alive))
})

t.test('a database that was restored has the keys and indexes of one that was made', async t => {
  const shop = await shopWithPicture(t, 'postgres', 1)
  const folder = join(await tempFolder(t), 'backup')
  t.match(await command('backup', shop, folder), { code: 0 })
  const there = await place(t, 'postgres')
  t.match(await command('restore', there, folder), { code: 0 })
  const keysOf = async (of: Place) => {
    const { rows } = await (await connected(t, of)).query(
      `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'public'::regnamespace
      union all
      select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2, 3`,
    )
    return rows
  }
  const made = await keysOf(shop)
  t.ok(made.length > 100, `${made.length} keys and indexes`)
  t.same(await keysOf(there), made)
})
