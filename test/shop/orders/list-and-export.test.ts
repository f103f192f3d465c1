import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { staffActor } from '../../../src/access.ts'
import type { Role } from '../../../src/permissions.ts'
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

t.test(
  'a host sees what was ordered in rooms and no way to the buyer, a moderator no money at all',
  async t => {
    const shop = await TestShop.start(t)
    const [here, there] = [await shop.store(), await shop.store()]
    const variantId = await shop.variant(1990)
    for (const id of [here, there]) await shop.stock(id, variantId, 9)
    const lines = [{ variantId, quantity: 1 }]
    const pickup = made(
      await shop.order({
        lines,
        fulfilment: { kind: 'pickup', storeId: there },
        roomSlug: 'tea',
        note: '5 Lane',
      }),
    )
    shop.clock.forward(1)
    const fulfilment = { kind: 'delivery', address: '5 Lane' }
    const sent = { lines, fulfilment, roomSlug: 'tea', payment: { method: 'cash-on-delivery' } }
    const delivery = made(await shop.order(sent))
    made(await shop.order({ lines, fulfilment: { kind: 'pickup', storeId: here } }))
    const as = (role: Role, path: string, storeId: string | null = null) =>
      shop.call('GET', path, undefined, { actor: staffActor({ id: 'p', name: 'Hu', role, storeId }) })

    const { status, body } = await as('host', '/api/v1/rooms/tea/orders')
    t.equal(status, 200)
    t.match(body.items, [
      {
        id: delivery.id,
        contact: { name: '王芳', phone: '' },
        fulfilment: { address: '' },
        total: { amount: 1990 },
      },
      { id: pickup.id, contact: { name: '王芳', phone: '' }, note: null },
    ])
    t.equal(body.items.length, 2)
    t.notMatch(JSON.stringify(body), /5 Lane|138 ?0013 ?8000|pickupCode/)
    const own = await as('host', '/api/v1/rooms/tea/orders', there)
    t.ok(own.body.items.some(({ id }: { id: string }) => id === pickup.id))
    t.same((await as('host', '/api/v1/rooms/other/orders')).body.items, [])
    const money = [
      'orders',
      'orders/export',
      `orders/${pickup.id}`,
      `orders/${pickup.id}/timeline`,
      'notices',
    ]
    for (const path of [...money, 'figures/today', 'figures/days', 'shifts']) {
      for (const role of ['host', 'moderator'] as const) {
        t.equal((await as(role, `/api/v1/${path}`)).status, 403, `${role} ${path}`)
      }
    }
    t.equal((await as('moderator', '/api/v1/rooms/tea/orders')).status, 403)
    t.equal((await as('cashier', '/api/v1/figures/today')).status, 403)
  },
)
