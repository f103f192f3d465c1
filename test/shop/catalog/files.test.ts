import { buffer } from 'node:stream/consumers'
import t from 'tap'
import type { Reply } from '../call.ts'
import { made, noon, TestShop } from '../shop-fixture.ts'

const header = '商品编号,商品名称,描述,分类,货号,条码,售价,划线价,选项1,选项1的值'
const rows = [
  'longjing,明前龙井,"清香,\n甘甜",茶叶 > 绿茶;礼盒,LJ-50,6901234567892,98,,重量,50克',
  'longjing,,,,LJ-250,,458.00,,,250克',
  'cup,=SUM(A1),,,CUP,,19.9,29.9,,',
]
const file = (...lines: string[]) => Buffer.from([header, ...lines].join('\r\n'))

async function withShop(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  const load = (mode: 'preview' | 'apply', body: Buffer, key?: string) =>
    shop.staff('POST', `/api/v1/products/import?mode=${mode}`, body, key ? { 'idempotency-key': key } : {})
  const titles = async () =>
    (await shop.staff('GET', '/api/v1/products?status=all')).body.items
      .map(({ title }: { title: string }) => title)
      .sort()
  return { shop, load, titles }
}

t.test('a preview says what would be new and writes nothing; applied, it is there', async t => {
  const { shop, load, titles } = await withShop(t)
  const expected = {
    rows: 3,
    products: { new: 2, changed: 0, unchanged: 0 },
    variants: { new: 3, changed: 0, unchanged: 0 },
    newCategories: ['茶叶', '茶叶 > 绿茶', '礼盒'],
    errorCount: 0,
  }
  t.match((await load('preview', file(...rows))).body, { mode: 'preview', ...expected })
  t.same(await titles(), [])
  t.match((await load('apply', file(...rows))).body, { mode: 'applied', ...expected })
  t.same(await titles(), ['=SUM(A1)', '明前龙井'])
  const { body } = await shop.call('GET', '/api/v1/products?q=龙井')
  t.match(body.items, [
    {
      handle: 'longjing',
      description: '清香,\n甘甜',
      options: [{ name: '重量', values: ['50克', '250克'] }],
      variants: [
        { sku: 'LJ-50', barcode: '6901234567892', price: { amount: 9800 }, options: ['50克'] },
        { sku: 'LJ-250', price: { amount: 45800 }, options: ['250克'] },
      ],
    },
  ])
  t.equal(body.items[0].categoryIds.length, 2)
  t.match((await shop.staff('GET', '/api/v1/audit?action=products.imported')).body.items, [
    { after: { rows: 3 } },
  ])
})

t.test('an export is imported again without a change, and a spreadsheet runs none of its cells', async t => {
  const { shop, load } = await withShop(t)
  await load('apply', file(...rows))
  await shop.staff('POST', '/api/v1/products', {
    title: "'=quoted",
    description: '@here\n\n-there',
    returnRule: { kind: 'none', reason: 'digital' },
    stockPolicy: 'first-paid',
    status: 'draft',
    variants: [{ sku: '+1', title: '-x', price: { amount: 100, currency: 'JPY' } }],
  })
  for (const language of ['zh', 'en']) {
    const reply = await shop.staff('GET', `/api/v1/products/export?language=${language}`)
    const exported = (await buffer(reply.body)).toString()
    t.ok(exported.startsWith('\ufeff'))
    t.notMatch(exported, /(^|,)"?[=+@]/m)
    t.match((await load('preview', Buffer.from(exported))).body, {
      errorCount: 0,
      products: { new: 0, changed: 0, unchanged: 3 },
      variants: { new: 0, changed: 0, unchanged: 4 },
      changes: [],
    })
  }
})

t.test('each row that cannot be taken is named with its column, and then nothing is written', async t => {
  const { shop, load, titles } = await withShop(t)
  made(
    await shop.staff('POST', '/api/v1/products', {
      title: 'There',
      variants: [
        { sku: 'TAKEN', price: { amount: 1 } },
        { sku: 'HOLDER', barcode: '96385074', price: { amount: 1 } },
      ],
    }),
  )
  const bad = file(
    'a,A,,,TAKEN,,1,,,',
    'b,,,,B1,,1,,,',
    'c,C,,,C1,6.90123E+12,1,,,',
    'd,D,,,D1,96385074,1,,,',
    'e,E,,,E1,,,,,',
    'f,F,,,F1,,1.234,,,',
    'g,G,,,G1,,10,9,,',
    'g,Other,,,G2,,10,,,',
    'h,H,,,H1,,1,,,',
    'h,,,,H1,,1,,,',
    'i,I,,a>b>c>d,I1,,1,,,',
    'j,J,,,J1,,1,,颜色,红',
    'j,,,,J2,,1,,,红',
    ',K,,,K1,,1,,,',
  )
  const { body } = await load('preview', bad)
  t.same(
    body.errors.map(({ row, column, code }: { row: number; column: string; code: string }) => [
      row,
      column,
      code,
    ]),
    [
      [2, 'sku', 'sku-taken'],
      [3, 'title', 'missing'],
      [4, 'barcode', 'rounded'],
      [5, 'barcode', 'barcode-taken'],
      [6, 'price', 'missing'],
      [7, 'price', 'price'],
      [8, 'struckPrice', 'struck'],
      [9, 'title', 'differs'],
      [11, 'sku', 'twice'],
      [12, 'categories', 'category'],
      [14, 'value1', 'options'],
      [15, 'product', 'product'],
    ],
  )
  t.match(await load('apply', bad), {
    status: 422,
    body: { type: 'import-refused', summary: { errorCount: 12 } },
  })
  t.same(await titles(), ['There'])
})

t.test('GB18030, UTF-8 with its mark, tabs and English headers are read', async t => {
  const { load } = await withShop(t)
  const gb = Buffer.from('c9ccc6b7b1e0bac52ccbf5bab12ca1a0', 'hex')
  t.equal((await load('preview', gb)).status, 400, 'no SKU column')
  // 商品编号,商品名称,货号,售价 / x,茶,X,1
  const chinese = Buffer.concat([
    Buffer.from('c9ccc6b7b1e0bac52cc9ccc6b7c3fbb3c62cbbf5bac52ccadbbcdb0a782c', 'hex'),
    Buffer.from('b2e8', 'hex'),
    Buffer.from(',X,1\n'),
  ])
  t.match((await load('preview', chinese)).body, { errorCount: 0, changes: [{ title: '茶' }] })
  const tabs = Buffer.from('\ufeffProduct\tTitle\tSKU\tPrice\nx\tTea\tX\t"1,234.50"\n')
  t.match((await load('preview', tabs)).body, { errorCount: 0, changes: [{ title: 'Tea' }] })
  t.match(await load('preview', Buffer.from('product,sku\n"x,1')), { status: 400, body: { detail: /CSV/ } })
  t.equal((await load('preview', Buffer.from('product,sku\n'))).status, 400)
  t.equal((await load('preview', Buffer.from([0xff, 0x00, 0x81]))).status, 400)
})

t.test('a change of price by file is kept as any other, and barcodes may change places', async t => {
  const { shop, load } = await withShop(t)
  const lines = (a: string, b: string, price: string) =>
    Buffer.from(`product,title,sku,barcode,price\nx,X,A,${a},${price}\nx,,B,${b},5`)
  await load('apply', lines('96385074', '6901234567892', '10'))
  shop.clock.forward(24 * 60)
  const { body } = await load('apply', lines('6901234567892', '96385074', '8'))
  t.match(body, { products: { changed: 1 }, variants: { changed: 2 } })
  const [product] = (await shop.staff('GET', '/api/v1/products')).body.items
  t.match(product, {
    version: 2,
    variants: [
      { barcode: '6901234567892', price: { amount: 800 }, kept: { lowest7Days: { amount: 1000 } } },
      {},
    ],
  })
  t.equal((await shop.staff('GET', `/api/v1/products/${product.id}/prices`)).body.items.length, 3)
})

t.test('the same key applies a file once, and two files at once do not mix', async t => {
  const { load, titles } = await withShop(t)
  const replies = await Promise.all([1, 2, 3].map(() => load('apply', file(...rows), 'key-1')))
  t.same(
    replies.map(({ body }) => body.products.new),
    [2, 2, 2],
    'the first answer again',
  )
  t.equal((await load('apply', file(rows[2] ?? ''), 'key-1')).status, 422)
  t.equal((await titles()).length, 2)
})

t.test('a barcode is the same in wide digits, and belongs to one variant', async t => {
  const { shop, load } = await withShop(t)
  const wide = '９６３８５０７４'
  made(
    await shop.staff('POST', '/api/v1/products', {
      title: 'There',
      variants: [{ sku: 'HOLDER', barcode: '96385074', price: { amount: 1 } }],
    }),
  )
  const taken = await load('apply', file(`a,A,,,A1,${wide},1,,,`))
  t.match(taken, { status: 422, body: { summary: { errors: [{ row: 2, code: 'barcode-taken' }] } } })
  const kept = Buffer.from(`product,sku,barcode\n,HOLDER,${wide}`)
  t.match((await load('apply', kept)).body, { errorCount: 0, variants: { unchanged: 1 } })
})

t.test('a row that names no product belongs to that of its SKU', async t => {
  const { shop, load } = await withShop(t)
  await load('apply', file(...rows))
  const { body } = await load('apply', Buffer.from('product,sku,price\n,CUP,21.50\n,LJ-50,99'))
  t.match(body, { errorCount: 0, products: { new: 0, changed: 2 }, variants: { new: 0, changed: 2 } })
  const { items } = (await shop.staff('GET', '/api/v1/products?q=CUP')).body
  t.match(items, [{ handle: 'cup', title: '=SUM(A1)', variants: [{ price: { amount: 2150 } }] }])
})

t.test('who finds a code taken between the look and the writing is told so', async t => {
  let quicker: (() => void) | null = null
  const shop = await TestShop.start(t, {
    // A file asks for the time when it was held against the shop and is not written yet; timers ask for it at any moment.
    now: () => {
      if (!new Error().stack?.includes('catalog/files/imports.ts')) return noon
      const run = quicker
      quicker = null
      run?.()
      return noon
    },
  })
  const added = Promise.withResolvers<Reply>()
  quicker = () => {
    const variants = [{ sku: 'CUP', price: { amount: 1 } }]
    added.resolve(shop.staff('POST', '/api/v1/products', { title: 'Quicker', variants }))
  }
  const loaded = await shop.staff('POST', '/api/v1/products/import?mode=apply', file(...rows))
  const { status } = await added.promise
  t.same([loaded.status, status], status === 201 ? [409, 201] : [200, 409])
})

t.test('a file that was made to hold the server up is refused soon', async t => {
  const { load } = await withShop(t)
  const started = performance.now()
  const spaces = ' '.repeat(150_000)
  const many = Array.from({ length: 20_000 }, (_, n) => `c${n}`)
  const { body } = await load(
    'preview',
    file(
      `a,A,,,A1,,1${spaces}x,,,`,
      `b,B,,${many.join(';')},B1,,1,,,`,
      ...many.map(sku => `c,C,,,${sku},,1,,,`),
    ),
  )
  t.match(body.errors, [
    { row: 2, code: 'price' },
    { row: 3, code: 'category' },
    { row: 4, code: 'too-many' },
  ])
  t.ok(performance.now() - started < 10_000, 'together they took a minute')
  const nul = await load('preview', file('a,A,,,A1\0,,1,,,'))
  t.match(nul, { status: 400, body: { detail: /NUL/ } })
})
