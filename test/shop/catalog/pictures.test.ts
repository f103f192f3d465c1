import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { InvalidError } from '../../../src/errors.ts'
import { made, TestShop } from '../shop-fixture.ts'

const small = { width: 320, height: 200 }
const large = { width: 960, height: 600 }

async function withProduct(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t, {
    reencodePicture: async bytes => {
      if (bytes.length === 0) throw new InvalidError('That is no picture.')
      return [
        { ...small, bytes: Buffer.concat([Buffer.from('small '), bytes]) },
        { ...large, bytes: Buffer.concat([Buffer.from('large '), bytes]) },
      ]
    },
  })
  const { id, variants } = made(
    await shop.staff('POST', '/api/v1/products', {
      title: 'x',
      variants: [{ sku: 'X', price: { amount: 1 } }],
    }),
  )
  const folder = join(shop.folder, 'pictures')
  return { shop, id, variantId: variants[0].id, folder }
}

t.test('a picture is served in its sizes, under addresses that may be kept for ever', async t => {
  const { shop, id } = await withProduct(t)
  const { status, body } = await shop.staff('PUT', `/api/v1/products/${id}/image`, Buffer.from('one'))
  t.equal(status, 200)
  t.match(body.images, [small, large])
  t.same(shop.news, [{ name: 'product.changed', fact: { productId: id } }])
  const [{ url: first }, { url: second }] = body.images
  t.match(first, /^\/media\/products\/[0-9a-z]{26}-320\.webp$/)
  t.match(await shop.call('GET', first), {
    status: 200,
    headers: { 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable' },
    body: Buffer.from('small one'),
  })
  t.same((await shop.call('GET', second)).body, Buffer.from('large one'))
})

t.test('a new picture takes the place of the old one, on the disk too', async t => {
  const { shop, id, variantId, folder } = await withProduct(t)
  const put = async (text: string) =>
    (await shop.staff('PUT', `/api/v1/products/${id}/image`, Buffer.from(text))).body.images[0].url
  const old = await put('one')
  const storeId = await shop.store()
  await shop.stock(storeId, variantId, 1)
  const order = made(await shop.pickup(storeId, variantId))
  t.equal(order.lines[0].imageUrl, old)
  const url = await put('two')
  t.not(url, old)
  t.equal((await shop.call('GET', old)).status, 404)
  t.same((await shop.call('GET', url)).body, Buffer.from('small two'))
  t.equal((await readdir(folder)).length, 2)
  const { lines } = await shop.shop.orders.view(order.id)
  t.equal(lines[0]?.imageUrl, url, 'an order shows the picture that there is')
})

t.test('a file that is no picture, or a product that is none, changes nothing', async t => {
  const { shop, id, folder } = await withProduct(t)
  await shop.staff('PUT', `/api/v1/products/${id}/image`, Buffer.from('one'))
  t.equal((await shop.staff('PUT', `/api/v1/products/${id}/image`, Buffer.alloc(0))).status, 400)
  t.equal((await shop.staff('PUT', '/api/v1/products/nothing/image', Buffer.from('x'))).status, 404)
  t.equal((await shop.call('PUT', `/api/v1/products/${id}/image`, Buffer.from('x'))).status, 401)
  t.equal((await readdir(folder)).length, 2)
  t.equal((await shop.shop.catalog.view(id)).images.length, 2)
})

t.test('no address leads out of the folder or to a file that is no picture of a product', async t => {
  const { shop, folder } = await withProduct(t)
  await writeFile(join(folder, 'stray.webp'), 'x')
  for (const file of ['stray.webp', '..%2fshop.sqlite', '%2e%2e', '%00', 'x'.repeat(100)]) {
    t.equal((await shop.call('GET', `/media/products/${file}`)).status, 404, file)
  }
})

t.test('what a crash left between disk and database is swept up at the next start', async t => {
  const { shop, id, folder } = await withProduct(t)
  await shop.staff('PUT', `/api/v1/products/${id}/image`, Buffer.from('one'))
  await shop.close()
  const now = Date.now()
  for (const [file, hours] of [
    ['old.webp', 2],
    ['new.webp', 0],
  ] as const) {
    await writeFile(join(folder, file), 'x')
    const at = now / 1000 - hours * 3600
    await utimes(join(folder, file), at, at)
  }
  for (const file of await readdir(folder)) {
    if (file.includes('-')) await utimes(join(folder, file), 1, 1)
  }
  await TestShop.start(t, { folder: shop.folder, now: () => now })
  const left = await readdir(folder)
  t.notOk(left.includes('old.webp'))
  t.ok(left.includes('new.webp'), 'an upload may be under way')
  t.equal(left.length, 3)
})
