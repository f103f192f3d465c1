import t from 'tap'
import { made, TestShop } from '../shop-fixture.ts'
import { cashierOf, Papers } from './goods-fixture.ts'

type Row = {
  storeId: string
  variantId: string
  sku: string
  available: number
  low: boolean
  incoming: number
}

async function pages(shop: TestShop, query: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await shop.staff('GET', `/api/v1/stock/levels?limit=2&${query}${cursor}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    rows.push(...body.items)
    if (body.next === null) return rows
    cursor = `&cursor=${body.next}`
  }
}

t.test('levels are looked through by store, words, code and what is left, page by page', async t => {
  const shop = await TestShop.start(t)
  const [bund, lake] = [await shop.store(), await shop.store({ name: 'Lake' })]
  const ids = await shop.variants([100, 100, 100])
  const [a = '', b = '', c = ''] = ids
  for (const [id, units] of [
    [a, 5],
    [b, 1],
    [c, 5],
  ] as const)
    await shop.stock(bund, id, units)
  await shop.stock(lake, a, 9)
  const skus = async (query: string) => (await pages(shop, query)).map(({ sku }) => sku)
  t.same(await skus(`storeId=${bund}`), ['TEA-1-0', 'TEA-1-1', 'TEA-1-2'])
  const left = async (query: string) => (await pages(shop, query)).map(({ available }) => available)
  t.same(await left('sort=least'), [1, 5, 5, 9])
  t.same(await left('sort=most'), [9, 5, 5, 1])
  t.same(await skus('search=tea-1-1'), ['TEA-1-0', 'TEA-1-0', 'TEA-1-1', 'TEA-1-2'])
  t.same(await skus('search=TEA-1-1'), ['TEA-1-1'])
  t.same(await skus('search=nothing'), [])
  t.equal((await shop.staff('GET', '/api/v1/stock/levels?cursor=x')).status, 400)
  t.equal((await shop.call('GET', '/api/v1/stock/levels')).status, 401)
  const mine = await shop.call('GET', '/api/v1/stock/levels', undefined, { actor: cashierOf(lake) })
  t.match(mine.body.items, [{ storeId: lake, available: 9 }])
  t.equal(mine.body.items.length, 1)
})

t.test('what runs out is listed and counted, by the threshold of the shop or of the level', async t => {
  const shop = await TestShop.start(t, { shop: { lowStock: 2 } })
  const [here, there] = [await shop.store(), await shop.store()]
  const [a = '', b = ''] = await shop.variants([100, 100])
  await shop.stock(here, a, 3)
  await shop.stock(here, b, 2)
  const low = async () => (await shop.staff('GET', '/api/v1/stock/low')).body
  t.match(await low(), { count: 1, items: [{ variantId: b, low: true, lowAt: null }] })
  const set = (lowAt: number | null) =>
    shop.staff('PUT', '/api/v1/stock/thresholds', { storeId: here, variantId: a, lowAt })
  t.equal((await set(5)).status, 200)
  t.match(await low(), { count: 2, items: [{ variantId: b }, { variantId: a, lowAt: 5 }] })
  await set(null)
  made(await shop.pickup(here, a, 1))
  t.equal((await low()).count, 2)
  const papers = new Papers(shop)
  const lines = [{ variantId: a, quantity: 2 }]
  await papers.open('transfers', { fromStoreId: here, toStoreId: there, send: true, lines })
  await shop.stock(there, a, 9)
  t.match(await pages(shop, `storeId=${there}`), [{ available: 9, incoming: 2, low: false }])
})

t.test('a spreadsheet gets every row, and no formula', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store({ name: '=cmd|x' })
  const product = made(
    await shop.staff('POST', '/api/v1/products', {
      title: '茶, "好"',
      variants: [{ sku: '@SUM(A1)', price: { amount: 1 } }],
    }),
  )
  await shop.stock(storeId, product.variants[0].id, 3)
  const { headers, body } = await shop.staff('GET', '/api/v1/stock/levels.csv')
  t.match(headers, { 'content-type': 'text/csv; charset=utf-8' })
  t.equal(
    body,
    '\ufeffstore,sku,barcode,title,variant,on hand,reserved,available,incoming,low at\r\n' +
      `'=cmd|x,'@SUM(A1),,"茶, ""好""",,3,0,3,0,\r\n`,
  )
})

t.test('a scanned code finds its variant, on sale or not', async t => {
  const shop = await TestShop.start(t)
  const product = made(
    await shop.staff('POST', '/api/v1/products', {
      title: 'Tea',
      variants: [{ sku: 'TEA-50', barcode: '6901234567892', price: { amount: 1 } }],
    }),
  )
  const [variant] = product.variants
  for (const code of ['TEA-50', '6901234567892']) {
    t.match((await shop.staff('GET', `/api/v1/stock/codes/${code}`)).body, {
      variantId: variant.id,
      title: 'Tea',
    })
  }
  t.equal((await shop.staff('GET', '/api/v1/stock/codes/none')).status, 404)
})
