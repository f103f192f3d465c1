import t from 'tap'
import { TestShop } from '../shop-fixture.ts'

t.test(
  'a basket says which lines are not on sale; a draft is told from what never existed by nothing',
  async t => {
    const shop = await TestShop.start(t)
    const storeId = await shop.store()
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push(await shop.variant())
    const [tea = '', old = '', secret = ''] = ids
    for (const id of ids) await shop.stock(storeId, id, 5)
    const { body: products } = await shop.call('GET', '/api/v1/products')
    const productOf = (variantId: string) =>
      products.items.find(({ variants }: { variants: { id: string }[] }) => variants[0]?.id === variantId)
    const become = (variantId: string, status: string) =>
      shop.staff('PATCH', `/api/v1/products/${productOf(variantId).id}`, { status })
    const fulfilment = { kind: 'pickup', storeId }
    const ask = (...variants: string[]) => {
      const lines = variants.map(variantId => ({ variantId, quantity: 1 }))
      return Promise.all([
        shop.order({ lines, fulfilment, expectedTotal: 1 }),
        shop.call('POST', '/api/v1/orders/preview', { lines, fulfilment }),
      ])
    }

    await become(old, 'archived')
    await become(secret, 'draft')
    const [refused, preview] = await ask(tea, old, secret, 'never-was')
    const { title, variants } = productOf(old)
    const [{ sku }] = variants
    const told = {
      type: 'not-sold',
      detail: `Not on sale: ${title} (No. 0); the variant ${secret}; the variant never-was.`,
      lines: [
        { variantId: old, sku, title, variantTitle: 'No. 0' },
        { variantId: secret },
        { variantId: 'never-was' },
      ],
    }
    t.strictSame(refused.body, told)
    t.equal(refused.status, 409)
    t.equal(preview.status, 200)
    t.strictSame(preview.body.problems, [told], 'the preview says the same')
    t.strictSame(
      preview.body.lines.map(({ variantId, available }: { variantId: string; available: number }) => [
        variantId,
        available,
      ]),
      [
        [tea, 5],
        [old, 0],
      ],
      'what is not known is not priced',
    )

    const forget = (body: object, id: string) => JSON.parse(JSON.stringify(body).replaceAll(id, 'X'))
    const [[draft, draftPreview], [none, nonePreview]] = await Promise.all([ask(secret), ask('never-was')])
    t.strictSame([draft.status, draftPreview.status, none.status, nonePreview.status], [409, 409, 409, 409])
    t.strictSame(forget(draft.body, secret), forget(none.body, 'never-was'))
    t.strictSame(forget(draftPreview.body, secret), forget(nonePreview.body, 'never-was'))

    await become(secret, 'active')
    t.equal((await ask(secret))[1].body.problems.length, 0, 'what is on sale again can be bought')
  },
)
