import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { testPlace } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { assistant } from '../call.ts'
import { FakeCompany } from '../payments/fake-company.ts'
import { buyer, made, TestShop } from '../shop-fixture.ts'

t.setTimeout(240_000)

type Placed = { readonly id: string; readonly number: string; readonly accessToken: string }

t.test(
  'of 200 buyers at once of the last 10 units, exactly 10 get one, though the server is killed between',
  async t => {
    const folder = await tempFolder(t)
    const before = await TestShop.start(t, { folder, now: Date.now })
    const storeId = await before.store()
    const variantId = await before.variant()
    await before.stock(storeId, variantId, 10)
    await before.close()
    const order = { ...buyer, lines: [{ variantId, quantity: 1 }], fulfilment: { kind: 'pickup', storeId } }
    const after = await placeAndKill(t, folder, { order, buyers: 200, killAt: 4, places: 10 })
    t.equal(await after.count(), 10)
    t.same(await after.shop.level(storeId, variantId), { onHand: 10, reserved: 10 })
    t.same(await after.shop.shop.stock.checkLedger(), [])
  },
)

t.test(
  'of 60 split orders of the last 8, each has both parts or is none, whenever the server dies',
  async t => {
    const folder = await tempFolder(t)
    const before = await TestShop.start(t, { folder, now: Date.now })
    const [bund, station] = [await before.store(), await before.store()]
    const [tea = '', cup = ''] = await before.variants([1990, 500])
    await before.stock(bund, tea, 8)
    await before.stock(station, cup, 30)
    await before.close()
    const order = {
      ...buyer,
      lines: [tea, cup].map(variantId => ({ variantId, quantity: 1 })),
      fulfilment: { kind: 'delivery', address: '5 Lane', split: true },
      payment: { method: 'cash-on-delivery' },
    }
    const after = await placeAndKill(t, folder, { order, buyers: 60, killAt: some(6), places: 8 })
    t.equal(await after.count(), 8)
    t.same(await after.shop.level(bund, tea), { onHand: 8, reserved: 8 })
    t.same(await after.shop.level(station, cup), { onHand: 30, reserved: 8 })
    const parts = await after.shop.db.selectFrom('fulfilments').select(['order_id', 'store_id']).execute()
    t.equal(new Set(parts.map(({ order_id, store_id }) => `${order_id} ${store_id}`)).size, 16)
    t.same(await after.shop.shop.ledger.check(), [])
  },
)

t.test('of 60 who reserve the 7 places of a slot exactly 7 get one, whenever the server dies', async t => {
  const folder = await tempFolder(t)
  const before = await TestShop.start(t, { folder, now: Date.now })
  const visits = { slotMinutes: 60, capacity: 7, daysAhead: 3 }
  const storeId = await before.store({ visits })
  const variantId = await before.variant()
  await before.stock(storeId, variantId, 30)
  const { slots } = (await before.call('GET', `/api/v1/stores/${storeId}/slots`)).body
  await before.close()
  const fulfilment = { kind: 'visit', storeId, slotStartsAt: slots.at(-1).startsAt }
  const order = { ...buyer, lines: [{ variantId, quantity: 1 }], fulfilment }
  const after = await placeAndKill(t, folder, { order, buyers: 60, killAt: some(5), places: 7 })
  t.equal(await after.count(), 7)
  t.same(await after.shop.db.selectFrom('visit_slots').select(['capacity', 'taken']).execute(), [
    { capacity: 7, taken: 7 },
  ])
  t.same(await after.shop.level(storeId, variantId), { onHand: 30, reserved: 7 })
  t.same(await after.shop.shop.ledger.check(), [])
})

// codingXiaxw/seckill #41, and a company that tells of a payment until it is heard.
t.test('of 20 late payments of 5 units, 5 are kept and 15 go back, whenever the server dies', async t => {
  const folder = await tempFolder(t)
  let now = Date.now() - 3_600_000
  const before = await TestShop.start(t, { folder, now: () => now, paymentMethods: [new FakeCompany()] })
  const storeId = await before.store()
  const variantId = await before.variant(1990)
  await before.stock(storeId, variantId, 20)
  const references: string[] = []
  for (let n = 0; n < 20; n++) {
    const order = { lines: [{ variantId, quantity: 1 }], fulfilment: { kind: 'pickup', storeId } }
    const { id } = made(await before.order({ ...order, payment: { method: 'wechat-pay' } }))
    references.push((await before.shop.payments.begin(id, 'wechat-pay')).reference)
  }
  now = Date.now()
  await before.shop.dueOrders.expire()
  await before.stock(storeId, variantId, -15)
  await before.close()

  const told = new Map<string, string>()
  const killAt = some(8)
  const first = await startProcess(t, folder)
  const died = once(first.process, 'exit')
  first.process.on('message', ([reference, outcome]: [string, string]) => {
    told.set(reference, outcome)
    if (told.size === killAt) first.process.kill('SIGKILL')
  })
  for (const reference of references) first.process.send([reference, 1990])
  t.equal((await died)[1], 'SIGKILL')

  const company = new FakeCompany({ state: 'pending' })
  const after = await TestShop.start(t, { folder, now: Date.now, paymentMethods: [company] })
  for (const reference of references) {
    const outcome = await after.shop.payments.captured('wechat-pay', reference, 1990)
    if (told.has(reference)) t.equal(outcome, 'again', `${reference}, dead after ${killAt}`)
  }
  const orders = await after.db.selectFrom('orders').select(['state', 'captured', 'refunded']).execute()
  const count = (state: string, refunded: number) =>
    orders.filter(row => row.state === state && row.captured === 1990 && row.refunded === refunded).length
  t.equal(count('paid', 0), 5)
  t.equal(count('expired', 1990), 15)
  t.same(await after.level(storeId, variantId), { onHand: 5, reserved: 5 })
  t.same(await after.shop.ledger.check(), [])
})

t.test('an order is collected once, though the server is killed as the code is scanned', async t => {
  const folder = await tempFolder(t)
  const before = await TestShop.start(t, { folder, now: Date.now })
  const storeId = await before.store()
  const variantId = await before.variant()
  await before.stock(storeId, variantId, 40)
  const codes: string[] = []
  for (let n = 0; n < 40; n++) codes.push(made(await before.pickup(storeId, variantId)).pickupCode)
  await before.close()
  const first = await startProcess(t, folder)
  const collected = new Set<string>()
  await Promise.allSettled(
    codes.map(async code => {
      const { status } = await post(
        first.url,
        '/api/v1/pickups',
        { code, storeId },
        { authorization: 'Bearer staff' },
      )
      if (status === 200) collected.add(code)
      if (collected.size === 3) first.process.kill('SIGKILL')
    }),
  )
  const after = await TestShop.start(t, { folder, now: Date.now })
  // Scanned again by an assistant who saw no answer.
  for (const code of codes) {
    const reply = await after.collect(code, storeId)
    if (collected.has(code)) t.equal(reply.body.type, 'already-collected')
    else t.ok(reply.status === 200 || reply.body.type === 'already-collected')
  }
  t.same(await after.level(storeId, variantId), { onHand: 0, reserved: 0 })
  t.same(await after.shop.stock.checkLedger(), [])
})

/** A number from 1 to `most`: the moment at which the server dies is another one in each run. */
function some(most: number): number {
  return 1 + Math.floor(Math.random() * most)
}

/**
 * Lets buyers order the same at once, kills the server after so many answers, and lets each try again of another server, as
 * a page does that got no answer: with the same key. `places`: so many of them can have it.
 */
async function placeAndKill(
  t: Test,
  folder: string,
  given: {
    readonly order: object
    readonly buyers: number
    readonly killAt: number
    readonly places: number
  },
) {
  const { order, buyers, killAt, places } = given
  const first = await startProcess(t, folder)
  const acknowledged = new Map<number, Placed>()
  let broken = 0
  await Promise.all(
    Array.from({ length: buyers }, async (_, n) => {
      try {
        const reply = await place(first.url, n, order)
        if (reply.status !== 201) return
        acknowledged.set(n, reply.body)
        if (acknowledged.size === killAt) first.process.kill('SIGKILL')
      } catch {
        broken++
      }
    }),
  )
  t.equal(first.process.signalCode ?? (await once(first.process, 'exit'))[1], 'SIGKILL')
  t.ok(broken > buyers / 3, `${broken} requests were under way when it died after ${killAt}`)
  t.ok(acknowledged.size >= killAt)

  const second = await startProcess(t, folder)
  for (const { id, number, accessToken } of acknowledged.values()) {
    const reply = await fetch(`${second.url}/api/v1/orders/${id}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    t.match(await reply.json(), { number, state: 'placed' })
  }
  const replies = await Promise.all(
    Array.from({ length: buyers }, async (_, n) => ({ n, ...(await place(second.url, n, order)) })),
  )
  t.equal(replies.filter(({ status }) => status === 201).length, places)
  t.equal(replies.filter(({ status }) => status === 409).length, buyers - places)
  for (const { n, body } of replies) {
    const known = acknowledged.get(n)
    if (known !== undefined) t.same(body, known, 'who had an order gets the same answer again')
  }
  second.process.kill('SIGTERM')
  await once(second.process, 'exit')

  const shop = await TestShop.start(t, { folder, now: Date.now })
  const count = async () => {
    const slice = { after: null, limit: 100 }
    const { items } = await shop.shop.orders.list({ states: ['placed'] }, slice, assistant)
    return new Set(items.map(({ number }) => number)).size
  }
  return { shop, count }
}

async function startProcess(t: Test, folder: string) {
  const child = fork(join(import.meta.dirname, 'shop-process.ts'), [folder, await testPlace(t, folder)])
  t.teardown(() => child.kill('SIGKILL'))
  const [port] = await once(child, 'message')
  return { process: child, url: `http://127.0.0.1:${port}` }
}

async function place(url: string, n: number, order: object) {
  return post(url, '/api/v1/orders', order, { 'idempotency-key': `buyer-${n}` })
}

async function post(url: string, path: string, body: object, headers: Record<string, string>) {
  const reply = await fetch(url + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}
