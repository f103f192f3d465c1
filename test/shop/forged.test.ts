import t from 'tap'
import { readFile } from '../../src/shop/catalog/files/read-file.ts'
import { TestShop } from './shop-fixture.ts'

const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

t.test('cursors that nobody gave out are refused, whatever is in them', async t => {
  const shop = await TestShop.start(t)
  await shop.stock(await shop.store(), await shop.variant(), 5)
  const forged = [
    ...[
      [1.5, 'a', 'b'],
      [1e300, 'a', 'b'],
      ['a\0b', 'c', 'd'],
    ].flatMap(key => [
      `/api/v1/stock/levels?sort=sku&cursor=${coded(key)}`,
      `/api/v1/stock/levels?sort=least&cursor=${coded(key)}`,
    ]),
    ...[
      ['x', 'a'],
      [1.5, 'a'],
      [1, 'a\0'],
      ['a\0', 'b'],
      [1e300, 'a'],
    ].flatMap(key =>
      ['newest', 'updated', 'title'].map(sort => `/api/v1/products?sort=${sort}&cursor=${coded(key)}`),
    ),
    `/api/v1/products?q=tea&cursor=${coded([[['tea\0', true]], 1, 'x', 'y'])}`,
    `/api/v1/products?q=tea&cursor=${coded([[['tea', true]], 1, 'x\0', 'y'])}`,
  ]
  for (const path of forged) {
    const { status } = await shop.staff('GET', path)
    t.ok(status === 200 || status === 400, `${status} ${path}`)
  }
})

t.test('of two who make the same category or SKU at once, the second is told so', async t => {
  const shop = await TestShop.start(t)
  for (let round = 0; round < 10; round++) {
    const categories = await Promise.all(
      Array.from({ length: 4 }, () =>
        shop.staff('POST', '/api/v1/categories', { name: `Tea ${round}`, parentId: null }),
      ),
    )
    t.same(categories.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
    const products = await Promise.all(
      Array.from({ length: 4 }, () =>
        shop.staff('POST', '/api/v1/products', {
          title: 'Tea',
          variants: [{ sku: `SAME-${round}`, price: { amount: 100 } }],
        }),
      ),
    )
    t.same(products.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
  }
})

t.test('a file of nothing but line ends is refused before it fills the memory', async t => {
  const header = 'product,sku\n'
  const bytes = Buffer.alloc(1024 * 1024, '\n')
  bytes.write(header)
  await t.rejects(readFile(bytes), { message: /rows/ })
})
