import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { openDatabase } from '../src/database.ts'
import { LedgerStore } from '../src/shop/stock/ledger-store.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import { emptyPostgresPlace } from './helpers/engine.ts'
import { runCommand } from './helpers/run-command.ts'
import { portsOf, serve } from './helpers/serve.ts'
import { type Goods, order, stocked } from './helpers/small-shop.ts'
import { type Call, caller } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.setTimeout(110_000)

type Place = { readonly data: string; readonly env: Record<string, string> }

async function place(t: Test, engine: 'sqlite' | 'postgres'): Promise<Place> {
  const data = join(await tempFolder(t), 'shop')
  return { data, env: engine === 'sqlite' ? {} : { DATABASE_URL: await emptyPostgresPlace(t) } }
}

async function start(t: Test, { data, env }: Place) {
  const server = serve(t, data, env)
  const { http } = await portsOf(server)
  const stop = async () => {
    server.child.kill('SIGTERM')
    await server.exited
  }
  return { call: caller(`http://127.0.0.1:${http}`), site: `http://127.0.0.1:${http}`, stop }
}

const command = (name: string, { data, env }: Place, ...args: string[]) =>
  runCommand(name, args, { STALLCAST_DATA: data, ...env })

/** Orders that were acknowledged, by key, while more come in one after the other. */
function keepOrdering(call: Call, goods: Goods) {
  const made = new Map<string, { id: string; accessToken: string }>()
  let stopped = false
  const buyers = ['a', 'b', 'c'].map(async buyer => {
    for (let n = 0; !stopped; n++) {
      const { status, body } = await order(call, goods, `${buyer}${n}`)
      if (status === 201) made.set(`${buyer}${n}`, body)
    }
  })
  return {
    made,
    stop: async () => {
      stopped = true
      await Promise.all(buyers)
    },
  }
}

async function demandOrders(t: Test, site: string, orders: Iterable<{ id: string; accessToken: string }>) {
  for (const { id, accessToken } of orders) {
    const answer = await fetch(`${site}/api/v1/orders/${id}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    if (answer.status !== 200) t.fail(`order ${id}: ${answer.status}`)
  }
}

async function ledger({ data, env }: Place) {
  const database = await openDatabase(env.DATABASE_URL ?? join(data, 'stallcast.db'))
  try {
    return await new LedgerStore(database.$extendTables<ShopTables>()).faults()
  } finally {
    await database.destroy()
  }
}

const ways = [
  ['sqlite', 'sqlite'],
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
  ['postgres', 'postgres'],
] as const

for (const [from, to] of ways) {
  t.test(`a shop on ${from} is backed up while it sells, and restored on ${to} with every order`, async t => {
    const old = await place(t, from)
    const server = await start(t, old)
    const goods = await stocked(server.call, 100_000)
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .webp()
      .toBuffer()
    t.equal((await server.call('PUT', `/api/v1/products/${goods.productId}/image`, picture)).status, 200)
    const selling = keepOrdering(server.call, goods)
    while (selling.made.size < 30) await new Promise(resolve => setImmediate(resolve))
    const before = [...selling.made.values()]
    const folder = join(await tempFolder(t), 'backup')
    const backup = await command('backup', old, folder)
    const during = selling.made.size - before.length
    await selling.stop()
    await server.stop()
    t.equal(backup.code, 0, backup.output)
    t.ok(during > 0, `${during} orders while it was made`)
    t.same(readdirSync(folder).toSorted(), [
      'covers',
      'manifest.json',
      'pictures',
      'secrets.json',
      'stallcast.db',
    ])
    t.equal(statSync(folder).mode & 0o777, 0o700)
    t.equal(statSync(join(folder, 'secrets.json')).mode & 0o777, 0o600)

    const fresh = await place(t, to)
    const restored = await command('restore', fresh, folder)
    t.equal(restored.code, 0, restored.output)
    t.same(await ledger(fresh), [])
    const again = await start(t, fresh)
    await demandOrders(t, again.site, before)
    type Product = { images: { url: string }[] }
    const { body } = await again.call<Product>('GET', `/api/v1/products/${goods.productId}`)
    t.equal((await fetch(new URL(body.images[0]?.url ?? '/none', again.site))).status, 200)
    t.equal((await order(again.call, goods, 'after')).status, 201)
    await again.stop()
    t.same(await ledger(fresh), [])

    const twice = await command('restore', fresh, folder)
    t.equal(twice.code, 1)
    t.match(twice.output, /there is a shop in .* already/)
  })
}

t.test('a backup that is not whole is not restored, and nothing that is there is written over', async t => {
  const old = await place(t, 'sqlite')
  const server = await start(t, old)
  await stocked(server.call, 5)
  await server.stop()
  const parent = await tempFolder(t)
  const folder = join(parent, 'backup')
  t.equal((await command('backup', old, folder)).code, 0)
  const again = await command('backup', old, folder)
  t.match(again, { code: 1, output: /is there already/ })
  t.same(readdirSync(parent), ['backup'])

  const fresh = await place(t, 'sqlite')
  const bytes = readFileSync(join(folder, 'stallcast.db'))
  bytes[5000] = (bytes[5000] ?? 0) ^ 1
  writeFileSync(join(folder, 'stallcast.db'), bytes)
  t.match(await command('restore', fresh, folder), {
    code: 1,
    output: /damaged: stallcast\.db is not as it was/,
  })
  rmSync(join(folder, 'stallcast.db'))
  t.match(await command('restore', fresh, folder), { code: 1, output: /damaged: stallcast\.db is missing/ })
  rmSync(join(folder, 'manifest.json'))
  t.match(await command('restore', fresh, folder), { code: 1, output: /is no whole backup/ })
})

t.test('a shop moves to PostgreSQL with all that it has, and sells on there', async t => {
  const shop = await place(t, 'sqlite')
  const server = await start(t, shop)
  const goods = await stocked(server.call, 50)
  const made: { id: string; accessToken: string }[] = []
  for (let n = 0; n < 20; n++) made.push((await order(server.call, goods, `k${n}`)).body)
  await server.call('POST', `/api/v1/orders/${made[0]?.id}/cancel`)
  const moved = { ...shop, env: { DATABASE_URL: await emptyPostgresPlace(t) } }
  t.match(await command('move-to-postgres', moved), { code: 1, output: /the shop is running: stop it first/ })
  await server.stop()

  const file = join(shop.data, 'stallcast.db')
  const hash = () => createHash('sha256').update(readFileSync(file)).digest('hex')
  const before = hash()
  const move = await command('move-to-postgres', moved)
  t.equal(move.code, 0, move.output)
  t.match(move.output, /^ {2}orders: 20$/m)
  t.equal(hash(), before, 'the file is as it was')
  t.same(await ledger(moved), [])
  t.match(await command('move-to-postgres', moved), { code: 1, output: /is not empty/ })

  const there = await start(t, moved)
  await demandOrders(t, there.site, made)
  t.match(await there.call('GET', `/api/v1/stock?variantId=${goods.variantId}`), {
    body: { levels: [{ onHand: 50, reserved: 19 }] },
  })
  t.equal((await order(there.call, goods, 'new')).status, 201)
  t.equal((await order(there.call, goods, 'k5')).body.id, made[5]?.id, 'a key is known there too')
  await there.stop()
  t.same(await ledger(moved), [])
})
