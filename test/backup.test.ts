import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { command, demandBooks, demandOrders, place, start } from './helpers/shop-place.ts'
import { type Goods, order, stocked } from './helpers/small-shop.ts'
import type { Call } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.setTimeout(240_000)

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

const ways = [
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
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
    await demandBooks(t, fresh)
    const again = await start(t, fresh)
    await demandOrders(t, again.site, before)
    type Product = { images: { url: string }[] }
    const { body } = await again.call<Product>('GET', `/api/v1/products/${goods.productId}`)
    t.equal((await fetch(new URL(body.images[0]?.url ?? '/none', again.site))).status, 200)
    t.equal((await order(again.call, goods, 'after')).status, 201)
    await again.stop()
    await demandBooks(t, fresh)

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
