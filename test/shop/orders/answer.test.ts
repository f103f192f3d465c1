import t, { type Test } from 'tap'
import { made, TestShop } from '../shop-fixture.ts'

async function sameAsRead(t: Test, shop: TestShop, input: object): Promise<void> {
  const { accessToken, ...answered } = made(await shop.order(input, 'one-key'))
  const read = await shop.staff('GET', `/api/v1/orders/${answered.id}`)
  t.same(answered, read.body)
  t.same(
    made(await shop.order(input, 'one-key')),
    { ...answered, accessToken },
    'and so is the answer to a repeat',
  )
}

// The answer is made of what was written, without reading it.
t.test('what is answered to an order is what can be read of it', async t => {
  t.test('of several lines with pictures, for pickup', async t => {
    const shop = await TestShop.start(t)
    const storeId = await shop.store()
    const variants = [...(await shop.variants([500, 300])), await shop.variant(100)]
    for (const id of variants) await shop.stock(storeId, id, 10)
    const [{ productId }] = (await shop.staff('GET', '/api/v1/products')).body.items.map(
      ({ id }: { id: string }) => ({ productId: id }),
    )
    const image = Buffer.from('a picture')
    t.equal((await shop.staff('PUT', `/api/v1/products/${productId}/image`, image)).status, 200)
    const lines = variants.toReversed().map((variantId, index) => ({ variantId, quantity: index + 1 }))
    await sameAsRead(t, shop, { lines, fulfilment: { kind: 'pickup', storeId }, note: 'in a bag' })
  })

  t.test('for a visit', async t => {
    const shop = await TestShop.start(t)
    const visits = { slotMinutes: 30, capacity: 1, daysAhead: 1 }
    const storeId = await shop.store({ opens: '10:00', closes: '20:00', visits })
    const variantId = await shop.variant()
    await shop.stock(storeId, variantId, 1)
    const [{ startsAt }] = (await shop.call('GET', `/api/v1/stores/${storeId}/slots`)).body.slots
    const fulfilment = { kind: 'visit', storeId, slotStartsAt: startsAt }
    await sameAsRead(t, shop, { lines: [{ variantId, quantity: 1 }], fulfilment })
  })

  t.test('in several parcels, of goods that are held and goods that are not', async t => {
    const shop = await TestShop.start(t)
    const delivery = { kind: 'everywhere' }
    const [a, b] = [await shop.store({ name: 'A', delivery }), await shop.store({ name: 'B', delivery })]
    const [held = '', other = ''] = await shop.variants([500, 300])
    const open = await shop.variant(100)
    const product = (await shop.staff('GET', '/api/v1/products')).body.items.find(
      ({ variants }: { variants: { id: string }[] }) => variants.some(({ id }) => id === open),
    )
    const change = { stockPolicy: 'first-paid', version: product.version }
    t.equal((await shop.staff('PATCH', `/api/v1/products/${product.id}`, change)).status, 200)
    await shop.stock(a, held, 3)
    await shop.stock(b, held, 3)
    await shop.stock(b, other, 1)
    await shop.stock(a, open, 2)
    await sameAsRead(t, shop, {
      lines: [other, held, open].map((variantId, index) => ({ variantId, quantity: [1, 4, 2][index] })),
      fulfilment: { kind: 'delivery', address: '1 Nanjing Road', split: true },
      payment: { method: 'cash-on-delivery' },
    })
    const reserved = async (store: string, variant: string) => (await shop.level(store, variant))?.reserved
    t.equal(((await reserved(a, held)) ?? 0) + ((await reserved(b, held)) ?? 0), 4)
    t.equal(await reserved(b, other), 1)
    t.equal(await reserved(a, open), 0, 'the first who pays gets it')
    t.same(await shop.shop.ledger.check(), [])
  })
})
