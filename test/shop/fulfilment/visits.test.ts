import t, { type Test } from 'tap'
import { made, noon, TestShop } from '../shop-fixture.ts'

const minute = 60_000

async function visited(t: Test, capacity: number) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store({
    opens: '10:00',
    closes: '14:00',
    pickup: false,
    visits: { slotMinutes: 30, capacity, daysAhead: 2 },
  })
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 200)
  const slots = async () => (await shop.call('GET', `/api/v1/stores/${storeId}/slots`)).body.slots
  const visit = async (slotStartsAt: string) =>
    shop.order({
      lines: [{ variantId, quantity: 1 }],
      fulfilment: { kind: 'visit', storeId, slotStartsAt },
    })
  return { shop, storeId, variantId, slots, visit }
}

t.test('a store says when it receives visitors, and keeps their goods until after the slot', async t => {
  const { shop, storeId, variantId, slots, visit } = await visited(t, 2)
  const offered = await slots()
  // Noon in Shanghai is the beginning of a slot, so the next one is the first.
  t.equal(offered[0].startsAt, new Date(noon + 30 * minute).toISOString())
  t.equal(offered.length, 3 + 8 + 8)
  t.ok(offered.every(({ free }: { free: number }) => free === 2))
  const placed = made(await visit(offered[0].startsAt))
  t.match(placed, {
    state: 'placed',
    fulfilment: { kind: 'visit', store: { id: storeId } },
    fulfilments: [{ kind: 'visit', slot: offered[0] && { startsAt: offered[0].startsAt } }],
    pickupCode: /\w/,
    holdExpiresAt: new Date(noon + 90 * minute).toISOString(),
  })
  t.equal((await slots())[0].free, 1)
  made(await visit(offered[0].startsAt))
  t.match(await visit(offered[0].startsAt), { status: 409, body: { type: 'slot-full' } })
  await shop.staff('POST', `/api/v1/orders/${placed.id}/cancel`)
  t.equal((await slots())[0].free, 1)
  t.same(await shop.level(storeId, variantId), { onHand: 200, reserved: 1 })
  shop.clock.forward(90)
  await shop.shop.dueOrders.expire()
  t.same(await shop.level(storeId, variantId), { onHand: 200, reserved: 0 })
})

t.test('of 100 who want the last place at once exactly one gets it', async t => {
  const { shop, storeId, variantId, slots, visit } = await visited(t, 1)
  const [slot] = await slots()
  const replies = await Promise.all(Array.from({ length: 100 }, () => visit(slot.startsAt)))
  t.equal(replies.filter(({ status }) => status === 201).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'slot-full').length, 99)
  t.equal((await slots())[0].free, 0)
  t.same(await shop.level(storeId, variantId), { onHand: 200, reserved: 1 })
})

t.test('only what a store offers can be reserved', async t => {
  const { shop, variantId, slots, visit } = await visited(t, 1)
  const [slot] = await slots()
  const odd = new Date(Date.parse(slot.startsAt) + minute).toISOString()
  t.match(await visit(odd), { status: 409, body: { type: 'no-such-slot' } })
  t.match(await visit(new Date(noon - minute).toISOString()), { status: 409, body: { type: 'no-such-slot' } })
  const plain = await shop.store()
  await shop.stock(plain, variantId, 1)
  const fulfilment = { kind: 'visit', storeId: plain, slotStartsAt: slot.startsAt }
  t.match(await shop.order({ lines: [{ variantId, quantity: 1 }], fulfilment }), {
    status: 409,
    body: { type: 'no-visits' },
  })
  t.same((await shop.call('GET', `/api/v1/stores/${plain}/slots`)).body, { slots: [] })
})

t.test('where clocks are put forward or back no day is left out, and none comes twice', async t => {
  const shop = await TestShop.start(t, { shop: { timeZone: 'America/New_York' } })
  const visits = { slotMinutes: 60, capacity: 1, daysAhead: 2 }
  const storeId = await shop.store({ opens: '10:00', closes: '11:00', visits })
  const days = async (at: string) => {
    shop.clock.at = Date.parse(at)
    const { slots } = (await shop.call('GET', `/api/v1/stores/${storeId}/slots`)).body
    return slots.map(({ startsAt }: { startsAt: string }) => startsAt)
  }
  t.same(await days('2027-03-13T23:30:00-05:00'), ['2027-03-14T14:00:00.000Z', '2027-03-15T14:00:00.000Z'])
  t.same(await days('2027-11-07T00:15:00-04:00'), [
    '2027-11-07T15:00:00.000Z',
    '2027-11-08T15:00:00.000Z',
    '2027-11-09T15:00:00.000Z',
  ])
})

t.test('a visitor collects with the code and pays in the store', async t => {
  const { shop, storeId, slots, visit } = await visited(t, 1)
  const placed = made(await visit((await slots())[0].startsAt))
  const till = { storeId, till: 'Till 1', openingCash: 0 }
  const { id: shiftId } = made(await shop.staff('POST', '/api/v1/shifts', till))
  const collected = await shop.collect(placed.pickupCode, storeId, {
    shiftId,
    tenders: [
      { method: 'cash', amount: 990, tendered: 1000 },
      { method: 'card', amount: 1000 },
    ],
  })
  t.match(collected, {
    status: 200,
    body: {
      state: 'collected',
      captured: { amount: 1990 },
      tenders: [{ amount: { amount: 990 }, tendered: { amount: 1000 } }, { amount: { amount: 1000 } }],
    },
  })
})
