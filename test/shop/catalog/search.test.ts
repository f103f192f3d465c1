import t from 'tap'
import { termsOf, wantedOf } from '../../../src/shop/catalog/search-terms.ts'
import type { Row } from '../../../src/shop/tables.ts'
import { made, TestShop } from '../shop-fixture.ts'

type Given = {
  readonly sku?: string
  readonly barcode?: string
  readonly description?: string
  readonly categoryIds?: readonly string[]
  readonly status?: string
}

async function withProducts(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  let count = 0
  const add = async (title: string, given: Given = {}) => {
    shop.clock.forward(1)
    const { sku = `S${++count}`, barcode = null, ...more } = given
    const variants = [{ sku, barcode, price: { amount: 1 } }]
    return made(await shop.staff('POST', '/api/v1/products', { title, variants, ...more }))
  }
  const find = async (q: string, more = '') => {
    const { body } = await shop.staff('GET', `/api/v1/products?q=${encodeURIComponent(q)}${more}`)
    return body.items.map(({ title }: { title: string }) => title)
  }
  return { shop, add, find }
}

t.test('Chinese is found by any word in it, and Latin words by their beginning', async t => {
  const { add, find } = await withProducts(t)
  await add('明前龙井 100克')
  await add('龙泉青瓷 Tea Cup')
  await add('Café ＡＢＣ T恤')
  t.same(await find('龙井'), ['明前龙井 100克'])
  t.same(await find('明前龙井'), ['明前龙井 100克'])
  t.same(await find('井'), ['明前龙井 100克'], 'the last character of a run')
  t.same(await find('龙'), ['明前龙井 100克', '龙泉青瓷 Tea Cup'], 'the whole word first, then by word')
  t.same(await find('龙青'), [], 'characters that do not stand together')
  t.same(await find('te CU'), ['龙泉青瓷 Tea Cup'])
  t.same(await find('cafe abc'), ['Café ＡＢＣ T恤'])
  t.same(await find('t恤'), ['Café ＡＢＣ T恤'])
  t.same(await find('青瓷 龙井'), [], 'all words must be there')
  for (const nothing of ['%', '_', '\\', "' or '1'='1", '!?']) t.same(await find(nothing), [], nothing)
  t.equal((await find(' ')).length, 3)
})

t.test('a code that is typed whole comes first, then titles, then names, then descriptions', async t => {
  const { shop, add, find } = await withProducts(t)
  const category = made(await shop.staff('POST', '/api/v1/categories', { name: '红茶' }))
  await add('In the title: 红茶')
  await add('In the description', { description: '泡一壶红茶' })
  await add('In the category', { categoryIds: [category.id] })
  await add('By its code', { sku: '红茶' })
  t.same(await find('红茶'), ['By its code', 'In the title: 红茶', 'In the category', 'In the description'])
  await add('ABC-12 holder')
  await add('The thing itself', { sku: 'ABC-12', barcode: '6901234567892' })
  t.same(await find('abc-12'), ['The thing itself', 'ABC-12 holder'])
  t.same(await find('6901234567892'), ['The thing itself'])
  t.same(await find('690123456'), ['The thing itself'])
})

t.test('pages of a search follow each other without a gap or a repeat', async t => {
  const { shop, add } = await withProducts(t)
  for (let n = 0; n < 7; n++) await add(`Tea ${n}`, n % 2 === 0 ? {} : { description: 'tea teapot' })
  await add('Pot', { sku: 'TEA' })
  for (const limit of [1, 2, 3, 8]) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await shop.call('GET', `/api/v1/products?q=te&limit=${limit}${more}`)
      seen.push(...body.items.map(({ title }: { title: string }) => title))
      cursor = body.next
    }
    t.equal(seen.length, 8, `${limit} a page`)
    t.equal(new Set(seen).size, 8)
  }
  t.equal((await shop.call('GET', '/api/v1/products?q=te&cursor=nonsense')).status, 400)
})

t.test('a cursor that somebody made up cannot have the whole index read', async t => {
  const { shop, add } = await withProducts(t)
  for (let n = 0; n < 3; n++) await add('Rare tea')
  const [{ id: _, ...row }] = (await shop.db.selectFrom('products').selectAll().limit(1).execute()) as [
    Row<'products'>,
  ]
  const ids = Array.from({ length: 3000 }, (_, n) => `many-${String(n).padStart(4, '0')}`)
  for (let at = 0; at < ids.length; at += 500) {
    const some = ids.slice(at, at + 500)
    const products = some.map(id => ({ ...row, id }))
    await shop.db.insertInto('products').values(products).execute()
    const terms = some.map(product_id => ({ product_id, term: 'tea', tier: 1 }))
    await shop.db.insertInto('search_terms').values(terms).execute()
  }
  const from = (words: readonly (readonly [string, boolean])[]) => {
    const cursor = Buffer.from(JSON.stringify([words, -1, '', ''])).toString('base64url')
    return shop.call('GET', `/api/v1/products?q=tea%20rare&limit=2&cursor=${cursor}`)
  }
  const [rare, tea] = [['rare', true] as const, ['tea', true] as const]
  t.equal((await from([rare, tea])).body.items.length, 2, 'as a list gives it out')
  for (const words of [[tea, rare], [['', true] as const, rare], [tea], [rare, rare], []]) {
    t.match(await from(words), { status: 400, body: { type: 'invalid' } }, JSON.stringify(words))
  }
})

t.test('what is found is what stands there now', async t => {
  const { shop, add, find } = await withProducts(t)
  const category = made(await shop.staff('POST', '/api/v1/categories', { name: 'Kitchen' }))
  const { id } = await add('Old name', { categoryIds: [category.id] })
  await shop.staff('PATCH', `/api/v1/products/${id}`, { title: 'New name' })
  t.same(await find('old'), [])
  t.same(await find('new'), ['New name'])
  t.same(await find('kitchen'), ['New name'])
  await shop.staff('PATCH', `/api/v1/categories/${category.id}`, { name: 'Bath' })
  await shop.shop.indexed()
  t.same(await find('kitchen'), [])
  t.same(await find('bath'), ['New name'])
  await shop.staff('PATCH', `/api/v1/products/${id}`, { status: 'archived' })
  t.same(await find('new'), [])
  t.same(await find('new', '&status=archived'), ['New name'])
})

t.test('a word stands once, at its best place, and a description is not the whole index', t => {
  const terms = termsOf({
    title: 'Tea',
    description: 'tea 好茶'.repeat(500),
    codes: ['T-1'],
    names: ['Tea'],
  })
  t.same(
    terms.filter(({ term }) => term === 'tea'),
    [{ term: 'tea', tier: 1 }],
  )
  t.ok(terms.length < 130)
  t.same(wantedOf('好'), [{ term: '好', prefix: true }])
  t.ok(wantedOf('一二三四五六七八九十一二三四五六七八九十').length <= 12)
  t.end()
})
