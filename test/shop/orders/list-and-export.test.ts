import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { staffActor } from '../../../src/access.ts'
import { made, TestShop } from '../shop-fixture.ts'

async function two(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  const [here, there] = [await shop.store(), await shop.store({ name: 'Xuhui' })]
  const variantId = await shop.variant(1990)
  for (const storeId of [here, there]) await shop.stock(storeId, variantId, 200)
  return { shop, here, there, variantId }
}

async function exported(shop: TestShop, query = '', more: object = {}): Promise<string[][]> {
  const reply = await shop.staff('GET', `/api/v1/orders/export?language=en${query}`)
  t.equal(reply.headers['content-type'], 'text/csv; charset=utf-8')
  return parse(await text(reply.body), { bom: true, ...more })
}

t.test('each kind of work that waits lists the orders that today counts', async t => {
  const { shop, here, there, variantId } = await two(t)
  const waits = made(await shop.pickup(here, variantId))
  const ready = made(await shop.pickup(there, variantId))
  t.equal((await shop.staff('POST', `/api/v1/orders/${ready.id}/ready`, {})).status, 201)
  const collected = made(await shop.pickup(here, variantId))
  await shop.collect(collected.pickupCode, here, { tender: 'card' })
  const ids = async (query: string) =>
    (await shop.staff('GET', `/api/v1/orders?${query}`)).body.items.map(({ id }: { id: string }) => id)
  t.same(await ids('todo=prepare'), [waits.id])
  t.same(await ids('todo=hand-over'), [ready.id])
  t.same(await ids(`todo=hand-over&storeId=${here}`), [])
  t.same(await ids('todo=ship'), [])
  t.same(await ids('todo=refund'), [])
  t.equal((await shop.staff('GET', '/api/v1/orders?todo=nothing')).status, 400)
})

t.test('all orders of a list come out as a table, over any number of pages', async t => {
  const { shop, here, variantId } = await two(t)
  for (let n = 0; n < 103; n++) made(await shop.pickup(here, variantId))
  const [head, ...rows] = await exported(shop)
  t.match(head?.slice(0, 3), ['Number', 'Placed', 'State'])
  t.equal(rows.length, 103)
  t.equal(new Set(rows.map(([number]) => number)).size, 103)
  t.match(rows[0], [/^2611-/, '2026-11-23 12:00', 'Placed', 'Web', 'Pickup', 'Bund', '王芳'])
  t.ok(rows[0]?.includes('19.90'))
  t.equal((await exported(shop, '&q=nobody')).length, 1)
})

t.test('a name that a spreadsheet would take for a formula is text in it', async t => {
  const { shop, here, variantId } = await two(t)
  const contact = { name: '=HYPERLINK("http://evil.example")', phone: '+86 138 0013 8000' }
  const lines = [{ variantId, quantity: 1 }]
  made(await shop.order({ lines, fulfilment: { kind: 'pickup', storeId: here }, contact }))
  const [, row] = await exported(shop)
  t.ok(row?.some(cell => cell.startsWith("'=HYPERLINK")))
  t.notOk(row?.some(cell => /^[=+@]/.test(cell)))
})

t.test('who works in one store exports its orders alone', async t => {
  const { shop, here, there, variantId } = await two(t)
  const own = made(await shop.pickup(here, variantId))
  made(await shop.pickup(there, variantId))
  const actor = staffActor({ id: 'staff-2', name: 'Mei', role: 'cashier', storeId: here })
  const reply = await shop.call('GET', '/api/v1/orders/export', undefined, { actor })
  const [, ...rows] = parse(await text(reply.body), { bom: true })
  t.same(
    rows.map(([number]) => number),
    [own.number],
  )
  const other = await shop.call('GET', `/api/v1/orders/export?storeId=${there}`, undefined, { actor })
  t.equal(other.status, 403)
  const guest = await shop.call('GET', '/api/v1/orders/export')
  t.equal(guest.status, 401)
})
