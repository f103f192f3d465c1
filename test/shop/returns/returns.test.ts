import t, { type Test } from 'tap'
import { made, TestShop } from '../shop-fixture.ts'

type Bought = {
  readonly shop: TestShop
  readonly stores: readonly string[]
  readonly variants: readonly string[]
  readonly order: { id: string; accessToken: string; total: { amount: number } }
}

/** An order of 3 and 2 units, collected in the first of three stores and paid there by the tenders. */
async function bought(t: Test, tenders: readonly object[] = [{ method: 'card' }]): Promise<Bought> {
  const shop = await TestShop.start(t)
  const stores = [await shop.store(), await shop.store(), await shop.store()]
  const variants = await shop.variants([1990, 500])
  for (const variant of variants) await shop.stock(stores[0] ?? '', variant, 10)
  const [first = '', second = ''] = variants
  const reply = await shop.order({
    lines: [
      { variantId: first, quantity: 3 },
      { variantId: second, quantity: 2 },
    ],
    fulfilment: { kind: 'pickup', storeId: stores[0] },
  })
  const order = made(reply)
  const till = { storeId: stores[0], till: 'Till 1', openingCash: 0 }
  const { id: shiftId } = made(await shop.staff('POST', '/api/v1/shifts', till))
  const { status, body } = await shop.collect(order.pickupCode, stores[0] ?? '', { shiftId, tenders })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return { shop, stores, variants, order }
}

let keys = 0

async function ask({ shop, order }: Bought, lines: readonly object[], more: object = {}) {
  const body = { via: 'store', reason: 'too small', lines, ...more }
  const headers = { 'idempotency-key': `return-${++keys}` }
  return shop.call('POST', `/api/v1/orders/${order.id}/returns?accessToken=${order.accessToken}`, body, {
    headers,
  })
}

async function receive({ shop }: Bought, id: string, storeId: string | undefined, lines: readonly object[]) {
  return shop.staff('POST', `/api/v1/returns/${id}/receive`, { storeId, lines })
}

t.test('what was bought in one store comes back in another, and is sold there again', async t => {
  const world = await bought(t)
  const { shop, stores, variants, order } = world
  const asked = made(await ask(world, [{ variantId: variants[0], quantity: 2 }]))
  t.equal(asked.state, 'requested')
  t.equal(asked.amount.amount, 3980)

  const taken = await receive(world, asked.id, stores[2], [
    { variantId: variants[0], restocked: 1, writtenOff: 1 },
  ])
  t.equal(taken.status, 200)
  t.match(taken.body, { state: 'received', store: { id: stores[2] }, amount: { amount: 3980 } })
  t.match(taken.body.refunds, [{ method: 'card', amount: { amount: 3980 }, state: 'done' }])
  t.same(await shop.level(stores[0] ?? '', variants[0] ?? ''), { onHand: 7, reserved: 0 })
  t.same(await shop.level(stores[2] ?? '', variants[0] ?? ''), { onHand: 1, reserved: 0 })
  t.same(await shop.shop.stock.checkLedger(), [])
  const after = await shop.staff('GET', `/api/v1/orders/${order.id}`)
  t.match(after.body, { state: 'part-returned', refunded: { amount: 3980 } })

  const rest = made(
    await ask(world, [
      { variantId: variants[0], quantity: 1 },
      { variantId: variants[1], quantity: 2 },
    ]),
  )
  const whole = await receive(world, rest.id, stores[1], [
    { variantId: variants[0], restocked: 1, writtenOff: 0 },
    { variantId: variants[1], restocked: 2, writtenOff: 0 },
  ])
  t.equal(whole.status, 200)
  const end = await shop.staff('GET', `/api/v1/orders/${order.id}`)
  t.match(end.body, { state: 'returned' })
  t.equal(
    end.body.refunded.amount,
    end.body.captured.amount,
    'a full refund is what was captured: medusa #13091',
  )
  t.equal(end.body.refunded.amount, order.total.amount)
})

t.test('a unit comes back once, however many ask for it at the same moment', async t => {
  const world = await bought(t)
  const [variantId, other] = world.variants
  made(await ask(world, [{ variantId: other, quantity: 1 }]))
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      ask(world, [{ variantId: n % 2 ? variantId : other, quantity: 1 }]),
    ),
  )
  t.equal(replies.filter(({ status }) => status === 201).length, 3 + 1)
  t.equal(replies.filter(({ body }) => body.type === 'more-than-bought').length, 96)
})

t.test('a return is taken in once: two at the same moment give back once (pinelab #620)', async t => {
  const world = await bought(t)
  const { shop, stores, variants, order } = world
  const asked = made(await ask(world, [{ variantId: variants[0], quantity: 3 }]))
  const lines = [{ variantId: variants[0], restocked: 3, writtenOff: 0 }]
  const replies = await Promise.all(
    stores.flatMap(store => [receive(world, asked.id, store, lines), receive(world, asked.id, store, lines)]),
  )
  t.equal(replies.filter(({ status }) => status === 200).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'return-received').length, 5)
  const after = await shop.staff('GET', `/api/v1/orders/${order.id}`)
  t.equal(after.body.refunded.amount, 5970)
  t.same(await shop.shop.stock.checkLedger(), [])
})

t.test('units that are kept after all, or refused, can be asked back anew', async t => {
  const world = await bought(t)
  const { shop, order } = world
  const lines = [{ variantId: world.variants[1], quantity: 2 }]
  const first = made(await ask(world, lines))
  t.equal((await ask(world, lines)).body.type, 'more-than-bought')
  const cancel = `/api/v1/returns/${first.id}/cancel?accessToken=${order.accessToken}`
  t.equal((await shop.call('POST', cancel)).body.state, 'cancelled')
  t.equal((await shop.call('POST', cancel)).body.state, 'cancelled', 'again changes nothing')
  const second = made(await ask(world, lines))
  const refused = await shop.staff('POST', `/api/v1/returns/${second.id}/refuse`, { reason: 'worn' })
  t.match(refused.body, { state: 'refused', refusal: 'worn' })
  t.equal((await ask(world, lines)).status, 201)
})

t.test(
  'money goes back the way it came, the last payment first, and cash out of an open till only',
  async t => {
    const world = await bought(t, [
      { method: 'card', amount: 5000 },
      { method: 'cash', amount: 1970, tendered: 2000 },
    ])
    const { shop, stores, variants } = world
    const asked = made(await ask(world, [{ variantId: variants[0], quantity: 3 }]))
    const preview = await shop.staff('POST', `/api/v1/orders/${world.order.id}/returns/preview`, {
      lines: [{ variantId: variants[1], quantity: 1 }],
    })
    t.match(preview.body, { amount: { amount: 500 }, refusal: null, refunds: [{ method: 'cash' }] })
    const lines = [{ variantId: variants[0], restocked: 3, writtenOff: 0 }]
    t.equal((await receive(world, asked.id, stores[1], lines)).body.type, 'shift-needed')
    t.same(await shop.shop.stock.checkLedger(), [])
    t.equal(
      (await shop.level(stores[1] ?? '', variants[0] ?? ''))?.onHand,
      undefined,
      'nothing was done by halves',
    )
  },
)

t.test(
  'the day on which the goods were got does not count, and the seventh after it does to its end',
  async t => {
    const world = await bought(t)
    const { shop, variants, order } = world
    // Bought at noon in Shanghai; seven days after it it is still noon.
    shop.clock.forward((7 * 24 + 12) * 60 - 1)
    const lines = [{ variantId: variants[0], quantity: 1 }]
    const asked = made(await ask(world, lines))
    const [first] = (await shop.shop.orders.view(order.id)).lines
    t.equal(first?.returnableUntil, '2026-11-30T15:59:59.999Z', 'the last moment of a day on the wall')
    shop.clock.forward(1)
    t.equal((await ask(world, lines)).body.type, 'return-too-late')
    t.match(asked, { state: 'requested' })
  },
)

t.test('a line with more days keeps its order open, and no other line', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const [short = '', long = '', never = ''] = [
    await shop.variant(),
    await shop.variant(),
    await shop.variant(),
  ]
  const rules = [
    [long, { kind: 'days', days: 15 }],
    [never, { kind: 'none', reason: 'perishable' }],
  ] as const
  for (const [id, returnRule] of rules) {
    const { product_id } = await shop.db
      .selectFrom('variants')
      .select('product_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await shop.staff('PATCH', `/api/v1/products/${product_id}`, { returnRule })
  }
  for (const id of [short, long, never]) await shop.stock(storeId, id, 1)
  const lines = [short, long, never].map(variantId => ({ variantId, quantity: 1 }))
  const placed = made(await shop.order({ lines, fulfilment: { kind: 'pickup', storeId } }))
  const { body } = await shop.collect(placed.pickupCode, storeId)
  t.same(
    body.lines.map(({ returnableUntil }: { returnableUntil: string | null }) => returnableUntil),
    ['2026-11-30T15:59:59.999Z', '2026-12-08T15:59:59.999Z', null],
  )
})

t.test('the buyer is bound to the days and exceptions that were stated; staff are not', async t => {
  const world = await bought(t)
  const { shop, stores, variants, order } = world
  shop.clock.forward(8 * 24 * 60)
  const lines = [{ variantId: variants[0], quantity: 1 }]
  t.equal((await ask(world, lines)).body.type, 'return-too-late')
  const preview = `/api/v1/orders/${order.id}/returns/preview?accessToken=${order.accessToken}`
  t.match((await shop.call('POST', preview, { lines })).body, {
    refusal: 'return-too-late',
    lines: [{ refusal: 'return-too-late' }],
  })
  const body = { via: 'store', reason: 'goodwill', lines }
  const headers = { 'idempotency-key': 'goodwill' }
  const asked = made(await shop.staff('POST', `/api/v1/orders/${order.id}/returns`, body, headers))
  const kept = [{ variantId: variants[0], restocked: 0, writtenOff: 1 }]
  t.equal((await receive(world, asked.id, stores[0], kept)).status, 200)
  t.same(await shop.level(stores[0] ?? '', variants[0] ?? ''), { onHand: 7, reserved: 0 })
})

t.test('who holds no token of the order learns nothing of its returns', async t => {
  const world = await bought(t)
  const { shop, order, variants } = world
  const lines = [{ variantId: variants[0], quantity: 1 }]
  const body = { via: 'store', reason: 'x', lines }
  const headers = { 'idempotency-key': 'stranger' }
  t.equal((await shop.call('POST', `/api/v1/orders/${order.id}/returns`, body, { headers })).status, 401)
  t.equal((await shop.call('GET', `/api/v1/orders/${order.id}/returns`)).status, 401)
  t.equal((await shop.call('GET', '/api/v1/returns')).status, 401)
  const asked = made(await ask(world, lines))
  t.equal((await shop.call('POST', `/api/v1/returns/${asked.id}/cancel`)).status, 401)
})
