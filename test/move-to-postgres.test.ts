import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { moveToPostgres } from '../src/backup/move-to-postgres.ts'
import { openDatabase } from '../src/database.ts'
import { emptyPostgresPlace } from './helpers/engine.ts'
import { command, demandBooks, demandOrders, place, start } from './helpers/shop-place.ts'
import { order, stocked } from './helpers/small-shop.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.setTimeout(240_000)

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
  await demandBooks(t, moved)
  t.match(await command('move-to-postgres', moved), { code: 1, output: /is not empty/ })

  const there = await start(t, moved)
  await demandOrders(t, there.site, made)
  t.match(await there.call('GET', `/api/v1/stock?variantId=${goods.variantId}`), {
    body: { levels: [{ onHand: 50, reserved: 19 }] },
  })
  t.equal((await order(there.call, goods, 'new')).status, 201)
  t.equal((await order(there.call, goods, 'k5')).body.id, made[5]?.id, 'a key is known there too')
  await there.stop()
  await demandBooks(t, moved)
})

t.test('a move that fails midway leaves no copy of the shop, and nothing in the database', async t => {
  const data = await tempFolder(t)
  const change = async (statement: ReturnType<typeof sql>) => {
    const database = await openDatabase(join(data, 'stallcast.db'))
    await statement.execute(database)
    await database.destroy()
  }
  // SQLite keeps a text that PostgreSQL does not.
  await change(sql`insert into order_numbers (month, last) values (${'2411\u0000'}, 1)`)
  const url = await emptyPostgresPlace(t)
  const moved: string[] = []
  await t.rejects(moveToPostgres(data, url, line => moved.push(line)))
  t.notOk(
    moved.some(line => line.includes('order_numbers')),
    'it got no further',
  )
  t.same(
    readdirSync(data).filter(name => name.startsWith('.moving')),
    [],
  )
  await change(sql`update order_numbers set month = '2411'`)
  // It would say that the database is not empty.
  t.equal((await moveToPostgres(data, url, () => {})).order_numbers?.rows, 1)
})
