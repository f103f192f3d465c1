import t from 'tap'
import { Records } from '../../../src/shop/changes.ts'
import { made, TestShop } from '../shop-fixture.ts'

const tea = {
  title: '明前龙井',
  description: 'Picked before Qingming.\r\nSweet.',
  variants: [
    { sku: 'LJ-50', title: '50 g', barcode: '2000000000015', price: { amount: 9800 } },
    {
      sku: 'LJ-250',
      price: { amount: 45800, currency: 'CNY' },
      compareAtPrice: { amount: 52800, currency: 'CNY' },
    },
  ],
}

t.test('a product has its variants in order, and what can be bought over all stores', async t => {
  const shop = await TestShop.start(t)
  const product = made(await shop.staff('POST', '/api/v1/products', tea))
  t.match(product, {
    title: '明前龙井',
    description: 'Picked before Qingming.\nSweet.',
    images: [],
    variants: [
      {
        sku: 'LJ-50',
        title: '50 g',
        barcode: '2000000000015',
        price: { amount: 9800, currency: 'CNY' },
        compareAtPrice: null,
        available: 0,
      },
      { sku: 'LJ-250', title: '', barcode: null, compareAtPrice: null },
    ],
  })
  const variantId = product.variants[0].id
  const stores = [await shop.store(), await shop.store()]
  for (const storeId of stores) await shop.stock(storeId, variantId, 3)
  await shop.pickup(stores[0] ?? '', variantId, 2)
  const read = await shop.call('GET', `/api/v1/products/${product.id}`)
  t.match(read, { status: 200, body: { id: product.id, variants: [{ available: 4 }, { available: 0 }] } })
  t.equal((await shop.call('GET', '/api/v1/products/nothing')).status, 404)
})

t.test('products and variants of more ids than a statement may have are read, each once', async t => {
  const shop = await TestShop.start(t)
  const { id, variants } = made(await shop.staff('POST', '/api/v1/products', tea))
  const { catalog } = new Records(shop.db)
  const nothing = Array.from({ length: 70_000 }, (_, n) => `nothing-${n}`)
  const found = async (rows: Promise<{ id: string }[]>) => (await rows).map(row => row.id)
  t.same(await found(catalog.products([id, ...nothing, id])), [id])
  const [first, second] = variants.map((variant: { id: string }) => variant.id)
  t.same(await found(catalog.variants([first, ...nothing, second, first])), [first, second])
})

t.test('a SKU or barcode belongs to one variant', async t => {
  const shop = await TestShop.start(t)
  const { variants } = made(await shop.staff('POST', '/api/v1/products', tea))
  const add = (variant: object, more: object[] = []) =>
    shop.staff('POST', '/api/v1/products', {
      title: 'x',
      variants: [{ sku: 'NEW', price: { amount: 1 }, ...variant }, ...more],
    })
  t.match(await add({ sku: 'LJ-50' }), { status: 409, body: { type: 'sku-taken', sku: 'LJ-50' } })
  t.match(await add({ barcode: '2000000000015' }), { status: 409, body: { type: 'barcode-taken' } })
  t.equal((await add({}, [{ sku: 'NEW', price: { amount: 1 } }])).status, 400)
  const change = (id: string, body: object) => shop.staff('PATCH', `/api/v1/variants/${id}`, body)
  t.equal((await change(variants[1].id, { barcode: '2000000000015' })).status, 409)
  t.equal((await change(variants[0].id, { barcode: '2000000000015' })).status, 200)
  t.equal((await change(variants[0].id, { barcode: null })).status, 200)
  t.equal((await change(variants[1].id, { barcode: '2000000000015' })).status, 200)
  const { body } = await shop.call('GET', '/api/v1/products')
  t.equal(body.items.length, 1, 'refused products leave nothing behind')
})

t.test('changes of texts and prices are answered, kept and announced', async t => {
  const shop = await TestShop.start(t)
  const { id, variants } = made(await shop.staff('POST', '/api/v1/products', tea))
  const product = await shop.staff('PATCH', `/api/v1/products/${id}`, { title: 'Longjing' })
  t.match(product, { status: 200, body: { title: 'Longjing', description: /Sweet/ } })
  const variant = await shop.staff('PATCH', `/api/v1/variants/${variants[1].id}`, {
    title: 'Tin',
    price: { amount: 39900 },
  })
  t.match(variant, {
    status: 200,
    body: {
      id: variants[1].id,
      title: 'Tin',
      price: { amount: 39900 },
      compareAtPrice: null,
      kept: { compareAtPrice: { amount: 52800 } },
    },
  })
  t.same(shop.news, [
    { name: 'product.changed', fact: { productId: id } },
    { name: 'product.changed', fact: { productId: id } },
  ])
  t.match(await shop.shop.catalog.view(id), { title: 'Longjing', version: 3, variants: [{}, variant.body] })
  t.equal((await shop.staff('PATCH', '/api/v1/products/nothing', { title: 'x' })).status, 404)
  t.equal((await shop.staff('PATCH', '/api/v1/variants/nothing', { title: 'x' })).status, 404)
  t.equal((await shop.staff('PATCH', `/api/v1/products/${id}`, { titel: 'x' })).status, 400)
  t.equal(shop.news.length, 2)
})

t.test('a struck price is above the price, and in its currency', async t => {
  const shop = await TestShop.start(t)
  const { variants } = made(await shop.staff('POST', '/api/v1/products', tea))
  const change = (body: object) => shop.staff('PATCH', `/api/v1/variants/${variants[1].id}`, body)
  t.equal((await change({ compareAtPrice: { amount: 45800 } })).status, 400)
  t.equal((await change({ compareAtPrice: { amount: 60000, currency: 'EUR' } })).status, 400)
  t.equal((await change({ price: { amount: 100, currency: 'EUR' } })).status, 400)
  t.match((await change({ price: { amount: 100, currency: 'EUR' }, compareAtPrice: null })).body, {
    price: { amount: 100, currency: 'EUR' },
    compareAtPrice: null,
  })
})

t.test('products are listed newest first, page by page', async t => {
  const shop = await TestShop.start(t)
  for (let n = 0; n < 5; n++) {
    shop.clock.forward(1)
    await shop.variant()
  }
  const list = async (query: string) => (await shop.call('GET', `/api/v1/products?${query}`)).body
  const titles = (page: { items: { title: string }[] }) => page.items.map(({ title }) => title)
  const first = await list('limit=2')
  t.same(titles(first), ['Tea 5', 'Tea 4'])
  shop.clock.forward(1)
  await shop.variant()
  const second = await list(`limit=2&cursor=${first.next}`)
  t.same(titles(second), ['Tea 3', 'Tea 2'])
  const third = await list(`limit=2&cursor=${second.next}`)
  t.same(titles(third), ['Tea 1'])
  t.equal(third.next, null)
})

t.test('a product within no limits is refused', async t => {
  const shop = await TestShop.start(t)
  const variant = { sku: 'A', price: { amount: 1 } }
  const bad: [string, object][] = [
    ['no title', { title: ' ' }],
    ['a long title', { title: 'x'.repeat(121) }],
    ['no variants', { variants: [] }],
    ['too many variants', { variants: Array.from({ length: 101 }, (_, n) => ({ ...variant, sku: `${n}` })) }],
    ['a negative price', { variants: [{ ...variant, price: { amount: -1 } }] }],
    ['half a cent', { variants: [{ ...variant, price: { amount: 0.5 } }] }],
    ['a price beyond all', { variants: [{ ...variant, price: { amount: 1_000_000_000_001 } }] }],
    ['a currency that cannot be', { variants: [{ ...variant, price: { amount: 1, currency: 'yuan' } }] }],
    ['a SKU with a control character', { variants: [{ ...variant, sku: 'a\u0007' }] }],
    ['a barcode with spaces', { variants: [{ ...variant, barcode: '1 2' }] }],
  ]
  for (const [what, change] of bad) {
    const reply = await shop.staff('POST', '/api/v1/products', { title: 'x', variants: [variant], ...change })
    t.equal(reply.status, 400, what)
  }
  t.equal((await shop.call('POST', '/api/v1/products', { title: 'x', variants: [variant] })).status, 401)
})

t.test('views of several products come in the order asked for', async t => {
  const shop = await TestShop.start(t)
  const [a, b] = [
    made(await shop.staff('POST', '/api/v1/products', tea)),
    made(
      await shop.staff('POST', '/api/v1/products', {
        title: 'b',
        variants: [{ sku: 'B', price: { amount: 1 } }],
      }),
    ),
  ]
  const views = await shop.shop.catalog.views([b.id, 'nothing', a.id])
  t.same(
    views.map(({ id }) => id),
    [b.id, a.id],
  )
})
