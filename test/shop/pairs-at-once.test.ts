import { sql } from 'kysely'
import t from 'tap'
import { isSqlite } from '../../src/database/engine.ts'
import { dice } from '../helpers/dice.ts'
import type { Reply } from './call.ts'
import { made, TestShop } from './shop-fixture.ts'

const rounds = Number(process.env.ROUNDS ?? 40)
const atOnce = 6

/**
 * Steps of every kind at the same moment, on the same order, levels and till: each gets through or is refused with a
 * sentence, none fails, and none waits for another in a ring.
 */
t.test(`in ${rounds} rounds of different steps at once nothing fails and the books agree`, async t => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
  t.comment(`SEED=${seed}`)
  const random = dice(seed)
  const shop = await TestShop.start(t, { shop: { pickupHold: 30 } })
  const stores = [await shop.store({ name: 'A' }), await shop.store({ name: 'B' })]
  const [a = '', b = ''] = stores
  const variants = await shop.variants([1000, 250])
  const [tea = '', cup = ''] = variants
  for (const storeId of stores) for (const id of variants) await shop.stock(storeId, id, 10_000)
  const till = { till: 'Till 1', openingCash: 1_000_000 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', { storeId: a, ...till })).id
  let keys = 0
  const staff = (method: string, path: string, body?: unknown) =>
    shop.staff(method, path, body, { 'idempotency-key': `pair-${++keys}` })
  const lines = [
    { variantId: cup, quantity: 2 },
    { variantId: tea, quantity: 1 },
  ]
  const pickup = async () =>
    made(await shop.order({ lines, fulfilment: { kind: 'pickup', storeId: a } }, `order-${++keys}`))
  const wish = { via: 'store', storeId: a, reason: 'too small', lines: [{ variantId: tea, quantity: 1 }] }
  const counts = new Map<string, number>()

  for (let round = 0; round < rounds; round++) {
    const order = await pickup()
    const bought = await pickup()
    await shop.collect(bought.pickupCode, a, { shiftId, tender: random() < 0.5 ? 'cash' : 'card' })
    const asked = made(await staff('POST', `/api/v1/orders/${bought.id}/returns`, wish))
    const part = await staff('POST', `/api/v1/orders/${order.id}/payments`, {
      method: 'cash',
      amount: 100,
      storeId: a,
      shiftId,
    })
    t.equal(part.status, 201)
    const dropped = await pickup()
    await staff('POST', `/api/v1/orders/${dropped.id}/payments`, {
      method: 'cash',
      amount: 100,
      storeId: a,
      shiftId,
    })
    const gone = await staff('POST', `/api/v1/orders/${dropped.id}/cancel`)
    const [refund] = gone.body.refunds
    // So that what a till does once a minute is done in each round.
    shop.clock.forward(2)
    const path = `/api/v1/orders/${order.id}`
    const restocked = { variantId: tea, restocked: 1, writtenOff: 0 }
    const steps: Record<string, () => Promise<Reply>> = {
      collect: () => shop.collect(order.pickupCode, a, { shiftId, tender: 'cash' }),
      cancel: () => staff('POST', `${path}/cancel`),
      'buyer cancels': () => shop.call('POST', `${path}/cancel?accessToken=${order.accessToken}`),
      'pay part': () => staff('POST', `${path}/payments`, { method: 'card', amount: 100, storeId: a }),
      'pay rest': () => staff('POST', `${path}/payments`, { method: 'cash', storeId: a, shiftId }),
      ready: () => staff('POST', `${path}/ready`, {}),
      note: () => staff('POST', `${path}/notes`, { text: 'hello' }),
      sell: () =>
        staff('POST', '/api/v1/sales', {
          storeId: a,
          shiftId,
          lines,
          tenders: [{ method: 'cash', amount: 1500 }],
        }),
      deliver: () =>
        shop.order(
          {
            lines,
            fulfilment: { kind: 'delivery', address: '5 Lane' },
            payment: { method: 'cash-on-delivery' },
          },
          `order-${++keys}`,
        ),
      adjust: () =>
        staff('POST', '/api/v1/stock/adjustments', { storeId: a, variantId: tea, delta: 1, reason: 'found' }),
      transfer: () =>
        staff('POST', '/api/v1/stock/transfers', {
          ...{ fromStoreId: a, toStoreId: b, send: true },
          lines: [tea, cup].map(variantId => ({ variantId, quantity: 1 })),
        }),
      'move cash': () => staff('POST', `/api/v1/shifts/${shiftId}/cash`, { amount: 100, reason: 'change' }),
      refund: () => staff('POST', `/api/v1/refunds/${refund.id}/done`, { shiftId }),
      receive: () =>
        staff('POST', `/api/v1/returns/${asked.id}/receive`, { storeId: a, shiftId, lines: [restocked] }),
      refuse: () => staff('POST', `/api/v1/returns/${asked.id}/refuse`, { reason: 'worn' }),
      look: () => staff('GET', `/api/v1/shifts/${shiftId}`),
    }
    const names = Object.keys(steps)
      .toSorted(() => random() - 0.5)
      .slice(0, atOnce)
    const results = await Promise.allSettled(names.map(name => steps[name]?.()))
    for (const [index, result] of results.entries()) {
      const name = names[index] ?? ''
      if (result.status === 'rejected') t.fail(`${name} beside ${names.join(', ')}: ${result.reason}`)
      else
        counts.set(
          `${name} ${result.value?.status}`,
          (counts.get(`${name} ${result.value?.status}`) ?? 0) + 1,
        )
    }
  }
  t.comment(JSON.stringify(Object.fromEntries([...counts].toSorted())))
  t.same(await shop.shop.stock.checkLedger(), [])
  await booksOfMoney(t, shop, shiftId)
  if (isSqlite(shop.database)) return
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(shop.database)
  t.equal(rows[0]?.deadlocks, 0, 'nobody has waited in a ring')
})

/** Sums of tenders, refunds, orders and the till, each against the others. */
async function booksOfMoney(
  t: { same(found: unknown, wanted: unknown, message: string): void },
  shop: TestShop,
  shiftId: string,
) {
  const { rows: orders } = await sql`
    select id from orders where captured <> (select coalesce(sum(amount), 0) from tenders
        where order_id = orders.id and state = 'captured')
      or refunded <> (select coalesce(sum(amount), 0) from refunds where order_id = orders.id)
      or refunded <> (select coalesce(sum(refunded), 0) from tenders where order_id = orders.id)
      or captured > total
      or (state in ('cancelled', 'expired') and captured <> refunded)
      or state = 'collected' and captured < total`.execute(shop.database)
  t.same(orders, [], 'orders agree with their tenders and refunds')
  const { rows } = await sql<{ cash: number | string }>`
    select 1000000
      + (select coalesce(sum(amount), 0) from tenders where shift_id = ${shiftId} and method = 'cash')
      - (select coalesce(sum(amount), 0) from refunds where shift_id = ${shiftId} and method = 'cash' and state = 'done')
      + (select coalesce(sum(amount), 0) from cash_movements where shift_id = ${shiftId}) as cash`.execute(
    shop.database,
  )
  const shift = await shop.staff('GET', `/api/v1/shifts/${shiftId}`)
  t.same(shift.body.expectedCash.amount, Number(rows[0]?.cash), 'the till has what came and did not go')
}
