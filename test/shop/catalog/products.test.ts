import t from 'tap'
import { hasTrueCheckDigit } from '../../../src/shop/catalog/barcode.ts'
import { made, TestShop } from '../shop-fixture.ts'

const shirt = {
  title: 'T恤',
  options: [
    { name: '颜色', values: ['红', '蓝'] },
    { name: '尺码', values: ['M', 'L'] },
  ],
  variants: [
    { sku: 'T-R-M', options: ['红', 'M'], price: { amount: 9900 } },
    { sku: 'T-B-L', options: ['蓝', 'L'], price: { amount: 9900 } },
  ],
}

t.test('a variant has one value of each option, and no other has the same', async t => {
  const shop = await TestShop.start(t)
  const bad = (variants: object[]) => shop.staff('POST', '/api/v1/products', { ...shirt, variants })
  const [first] = shirt.variants
  t.match(await bad([{ ...first, options: ['红'] }]), { status: 400, body: { detail: /颜色, 尺码/ } })
  t.equal((await bad([{ ...first, options: ['绿', 'M'] }])).status, 400)
  t.equal((await bad([{ ...first }, { ...first, sku: 'OTHER' }])).status, 400)
  const { id } = made(await shop.staff('POST', '/api/v1/products', shirt))
  const add = (body: object) => shop.staff('POST', `/api/v1/products/${id}/variants`, body)
  t.equal((await add({ sku: 'X', options: ['红', 'M'], price: { amount: 1 } })).status, 400)
  const { body } = await add({ sku: 'T-R-L', options: ['红', 'L'], price: { amount: 1 } })
  t.same(
    body.variants.map(({ sku }: { sku: string }) => sku),
    ['T-R-M', 'T-B-L', 'T-R-L'],
  )
  await t.rejects(
    shop.db.updateTable('variants').set({ options: '["红","M"]' }).where('sku', '=', 'T-R-L').execute(),
    /UNIQUE|unique/,
    'the database refuses it too',
  )
})

t.test('options are renamed and values exchanged in one call that names every variant', async t => {
  const shop = await TestShop.start(t)
  const { id, variants } = made(await shop.staff('POST', '/api/v1/products', shirt))
  const [a, b] = variants
  const put = (body: object) => shop.staff('PUT', `/api/v1/products/${id}/options`, body)
  const options = [{ name: 'Colour', values: ['Blue', 'Red'] }]
  t.equal((await put({ options, variants: [{ id: a.id, options: ['Red'] }] })).status, 400)
  const { body } = await put({
    options,
    variants: [
      { id: a.id, options: ['Blue'] },
      { id: b.id, options: ['Red'] },
    ],
  })
  t.match(body, { options, variants: [{ options: ['Blue'] }, { options: ['Red'] }] })
  t.equal(
    (
      await put({
        options: [],
        variants: [
          { id: a.id, options: [] },
          { id: b.id, options: [] },
        ],
      })
    ).status,
    200,
  )
})

t.test('what is taken off sale is not sold and not listed, and stays in orders', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const [one = '', two = ''] = await shop.variants([100, 200])
  for (const id of [one, two]) await shop.stock(storeId, id, 5)
  const order = made(await shop.pickup(storeId, one))
  const archive = (id: string, archived = true) => shop.staff('PATCH', `/api/v1/variants/${id}`, { archived })
  t.equal((await archive(one)).status, 200)
  t.match(await shop.pickup(storeId, one), {
    status: 409,
    body: { type: 'not-sold', lines: [{ variantId: one }] },
  })
  t.equal((await archive(two)).body.type, 'last-variant')
  const { body: list } = await shop.call('GET', '/api/v1/products')
  const [product] = list.items
  t.equal(product.variants.length, 1)
  t.notOk('kept' in product.variants[0], 'buyers do not see the past of prices')
  for (const status of ['archived', 'draft']) {
    const reply = await shop.staff('POST', '/api/v1/products/status', { ids: [product.id], status })
    t.match(reply, { status: 200, body: { items: [{ status, variants: [{}, { available: 0 }] }] } })
    const refusal = await shop.pickup(storeId, two)
    t.match(refusal, { status: 409, body: { type: 'not-sold', lines: [{ variantId: two }] } })
    t.equal('title' in refusal.body.lines[0], status === 'archived', 'buyers hear nothing of drafts')
    t.equal((await shop.call('GET', '/api/v1/products')).body.items.length, 0)
  }
  t.equal(
    (await shop.call('GET', `/api/v1/products/${product.id}`)).status,
    404,
    'a draft is nobody’s to see',
  )
  t.equal((await shop.staff('GET', `/api/v1/products/${product.id}`)).status, 200)
  t.equal((await shop.call('GET', '/api/v1/products?status=all')).status, 403)
  t.same(await shop.shop.catalog.views([product.id]), [])
  t.equal((await shop.shop.orders.view(order.id)).lines.length, 1)
  await shop.staff('PATCH', `/api/v1/products/${product.id}`, { status: 'active' })
  t.equal((await archive(one, false)).status, 200)
  made(await shop.pickup(storeId, one))
})

t.test('two who change a product at once do not overwrite each other', async t => {
  const shop = await TestShop.start(t)
  const { id, version, variants } = made(await shop.staff('POST', '/api/v1/products', shirt))
  const path = `/api/v1/products/${id}`
  const replies = await Promise.all(
    Array.from({ length: 8 }, (_, n) => shop.staff('PATCH', path, { title: `Title ${n}`, version })),
  )
  t.equal(replies.filter(({ status }) => status === 200).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'changed-meanwhile').length, 7)
  t.match(await shop.staff('PATCH', `/api/v1/variants/${variants[0].id}`, { title: 'x', version }), {
    status: 409,
    body: { version: 2 },
  })
  const { headers } = await shop.call('GET', path)
  t.equal(headers.etag, '"2"')
  t.equal((await shop.staff('PATCH', path, { title: 'y' }, { 'if-match': '"1"' })).status, 409)
  t.match(await shop.staff('PATCH', path, { title: 'y' }, { 'if-match': '"2"' }), {
    headers: { etag: '"3"' },
  })
  t.equal((await shop.staff('PATCH', path, { title: 'y' }, { 'if-match': 'W/"3"' })).status, 400)
})

t.test('the return rule is told before buying, and so is what is not taken back', async t => {
  const shop = await TestShop.start(t)
  const { id, returnRule } = made(await shop.staff('POST', '/api/v1/products', shirt))
  t.same(returnRule, { kind: 'days', days: 7 })
  const set = (rule: object) => shop.staff('PATCH', `/api/v1/products/${id}`, { returnRule: rule })
  t.equal((await set({ kind: 'days', days: 6 })).status, 400)
  t.equal((await set({ kind: 'none' })).status, 400, 'an exception needs its reason')
  await set({ kind: 'none', reason: 'perishable' })
  t.match((await shop.call('GET', `/api/v1/products/${id}`)).body, {
    returnRule: { kind: 'none', reason: 'perishable' },
    stockPolicy: 'hold',
  })
})

t.test('variants stand in the order that was chosen', async t => {
  const shop = await TestShop.start(t)
  const { id, variants } = made(await shop.staff('POST', '/api/v1/products', shirt))
  const ids = variants.map((variant: { id: string }) => variant.id).reverse()
  const { body } = await shop.staff('PUT', `/api/v1/products/${id}/variants/order`, { ids })
  t.same(
    body.variants.map((variant: { id: string }) => variant.id),
    ids,
  )
  t.equal((await shop.staff('PUT', `/api/v1/products/${id}/variants/order`, { ids: [ids[0]] })).status, 400)
})

t.test('a barcode with a wrong check digit is refused, one of the shop’s own is not', async t => {
  for (const good of ['6901234567892', '96385074', '036000291452', '10012345678902', 'ABC', '123']) {
    t.ok(hasTrueCheckDigit(good), good)
  }
  for (const bad of ['6901234567893', '96385075', '036000291453']) t.notOk(hasTrueCheckDigit(bad), bad)
  const shop = await TestShop.start(t)
  const variants = [{ sku: 'A', barcode: '6901234567893', price: { amount: 1 } }]
  t.match(await shop.staff('POST', '/api/v1/products', { title: 'x', variants }), {
    status: 400,
    body: { detail: /check digit/ },
  })
})

t.test('categories are three deep at most, never under themselves, and hold what is under them', async t => {
  const shop = await TestShop.start(t)
  const add = (name: string, parentId: string | null = null) =>
    shop.staff('POST', '/api/v1/categories', { name, parentId })
  const tea = made(await add('茶叶'))
  const green = made(await add('绿茶', tea.id))
  const early = made(await add('明前', green.id))
  t.equal((await add('四层', early.id)).status, 400)
  t.equal((await add('绿茶', tea.id)).status, 409)
  const other = made(await add('礼盒'))
  const move = (id: string, parentId: string | null) =>
    shop.staff('PATCH', `/api/v1/categories/${id}`, { parentId })
  t.equal((await move(tea.id, early.id)).status, 400)
  t.equal((await move(tea.id, other.id)).status, 400, 'its branch would be four deep')
  t.match(await move(green.id, other.id), { status: 200, body: { depth: 2, parentId: other.id } })
  t.equal((await move(green.id, null)).body.depth, 1)
  t.equal((await move(green.id, tea.id)).body.depth, 2)
  const product = made(await shop.staff('POST', '/api/v1/products', { ...shirt, categoryIds: [early.id] }))
  const listed = async (id: string) =>
    (await shop.call('GET', `/api/v1/products?categoryId=${id}`)).body.items.length
  t.same([await listed(tea.id), await listed(early.id), await listed(other.id)], [1, 1, 0])
  t.equal((await shop.call('GET', '/api/v1/products?categoryId=none')).status, 404)
  t.match((await shop.call('GET', '/api/v1/categories')).body.items, [
    { name: '茶叶', depth: 1, position: 0, products: 1 },
    { name: '绿茶', depth: 2, products: 1 },
    { name: '明前', depth: 3, products: 1 },
    { name: '礼盒', depth: 1, position: 1, products: 0 },
  ])
  t.equal((await shop.staff('DELETE', `/api/v1/categories/${tea.id}`)).status, 409)
  t.equal((await shop.staff('DELETE', `/api/v1/categories/${early.id}`)).status, 204)
  t.same((await shop.shop.catalog.view(product.id)).categoryIds, [])
  const { body } = await shop.staff('PUT', '/api/v1/categories/order', {
    parentId: null,
    ids: [other.id, tea.id],
  })
  t.equal(body.items[0].name, '礼盒')
  await t.rejects(
    shop.db
      .updateTable('categories')
      .set({ parent_id: green.id, parent_depth: 2, depth: 3 })
      .where('id', '=', tea.id)
      .execute(),
    /FOREIGN|foreign/,
    'the database refuses a ring too',
  )
})

t.test('who changed a product is in the books, with what it was before', async t => {
  const shop = await TestShop.start(t)
  const { id } = made(await shop.staff('POST', '/api/v1/products', shirt))
  shop.clock.forward(1)
  await shop.staff('PATCH', `/api/v1/products/${id}`, { title: 'New' })
  const { body } = await shop.staff('GET', `/api/v1/audit?subjectId=${id}`)
  t.match(body.items, [
    { action: 'product.updated', before: { title: 'T恤' }, after: { title: 'New' } },
    { action: 'product.created' },
  ])
  t.same(Object.keys(body.items[0].after), ['title'])
})
