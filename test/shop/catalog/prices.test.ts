import t from 'tap'
import { lowsOf } from '../../../src/shop/catalog/price-past.ts'
import { PricesStore } from '../../../src/shop/catalog/prices-store.ts'
import { made, TestShop } from '../shop-fixture.ts'

const day = 86_400_000
const dayMinutes = 24 * 60

t.test('the lows are those of the days before, in the same currency', t => {
  const offer = (price: number, days: number, currency = 'CNY') => ({ price, currency, at: days * day })
  const lows = (offers: ReturnType<typeof offer>[], deals: [price: number, days: number][] = [], now = 40) =>
    lowsOf(
      offers,
      deals.map(([price, days]) => ({ price, first_at: days * day, last_at: days * day })),
      now * day,
    )
  t.same(lows([offer(100, 0)]), { lowest_7_days: 100, lowest_30_days: 100 })
  t.same(lows([offer(80, 0), offer(100, 20)]), { lowest_7_days: 100, lowest_30_days: 80 })
  t.same(lows([offer(80, 0), offer(100, 5)]), { lowest_7_days: 100, lowest_30_days: 100 })
  t.same(
    lows(
      [offer(100, 0)],
      [
        [70, 35],
        [60, 20],
      ],
    ),
    { lowest_7_days: 70, lowest_30_days: 100 },
  )
  t.same(lows([offer(10, 0, 'EUR'), offer(100, 39)]), { lowest_7_days: 100, lowest_30_days: 100 })
  t.same(lows([offer(50, 0), offer(200, 40)]), { lowest_7_days: 50, lowest_30_days: 50 })
  t.same(lows([offer(200, 40)]), { lowest_7_days: null, lowest_30_days: null }, 'never offered before now')
  t.end()
})

async function withVariant(t: Parameters<typeof TestShop.start>[0], rule?: 'lowest-30-days') {
  const shop = await TestShop.start(t, rule === undefined ? {} : { shop: { struckPrice: rule } })
  const id = await shop.variant(10_000)
  const change = async (price: number, struck: number | null = 99_900) =>
    (
      await shop.staff('PATCH', `/api/v1/variants/${id}`, {
        price: { amount: price },
        compareAtPrice: struck === null ? null : { amount: struck },
      })
    ).body
  return { shop, id, change }
}

t.test('a struck price that was never asked is not shown', async t => {
  const { shop, change } = await withVariant(t)
  t.match(await change(9_000), { compareAtPrice: null, kept: { compareAtPrice: { amount: 99_900 } } })
  shop.clock.forward(dayMinutes)
  t.match(
    await change(8_000),
    { compareAtPrice: { amount: 9_000 } },
    'as it was offered, not as it was typed',
  )
  shop.clock.forward(dayMinutes)
  t.match(await change(20_000), { compareAtPrice: null }, 'a price that went up is not reduced')
})

t.test(
  'what was really paid in the last 7 days counts, also after the price was raised for a day',
  async t => {
    const { shop, id, change } = await withVariant(t)
    const storeId = await shop.store()
    await shop.stock(storeId, id, 5)
    shop.clock.forward(30 * dayMinutes)
    await new PricesStore(shop.db).noteDeal(id, 6_000, shop.clock.at)
    await change(50_000, null)
    shop.clock.forward(dayMinutes)
    t.match(await change(7_000), {
      compareAtPrice: null,
      kept: { lowest7Days: { amount: 6_000 }, lowest30Days: { amount: 10_000 } },
    })
  },
)

t.test('where the EU rule is set, the lowest offer of 30 days counts', async t => {
  const { shop, change } = await withVariant(t, 'lowest-30-days')
  shop.clock.forward(60 * dayMinutes)
  await change(8_000, null)
  shop.clock.forward(10 * dayMinutes)
  await change(12_000, null)
  shop.clock.forward(10 * dayMinutes)
  t.match(await change(7_500), {
    compareAtPrice: { amount: 8_000 },
    kept: { lowest7Days: { amount: 12_000 } },
  })
})

t.test('each price that was asked stays on record', async t => {
  const { shop, id, change } = await withVariant(t)
  shop.clock.forward(1)
  await change(9_000, null)
  await change(9_000, null)
  const { product_id } =
    (await shop.db.selectFrom('variants').selectAll().where('id', '=', id).execute())[0] ?? {}
  const { body } = await shop.staff('GET', `/api/v1/products/${product_id}/prices`)
  t.match(body.items, [
    { price: { amount: 9_000 }, staffId: 'staff-1' },
    { price: { amount: 10_000 }, staffId: 'staff-1' },
  ])
  t.equal(body.items.length, 2)
  await t.rejects(shop.db.deleteFrom('price_changes').execute(), /append-only/)
})

t.test('an order keeps the price that it was placed at', async t => {
  const { shop, id, change } = await withVariant(t)
  const storeId = await shop.store()
  await shop.stock(storeId, id, 50)
  const placed = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      if (n % 2 === 0) {
        await change(5_000 + n, null)
        return null
      }
      return made(await shop.pickup(storeId, id))
    }),
  )
  for (const order of placed) {
    if (order !== null) t.equal(order.total.amount, order.lines[0].unitPrice.amount)
  }
  t.equal(placed.filter(order => order !== null).length, 10)
})
