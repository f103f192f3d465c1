import type { Page } from 'playwright-core'
import type { Stallcast } from './stallcast.ts'

export type SmallChain = {
  readonly stores: readonly [a: string, b: string, c: string]
  readonly tea: { readonly productId: string; readonly variantId: string }
  readonly pot: { readonly productId: string; readonly variantId: string }
}

type Made = { readonly id: string; readonly variants: readonly { readonly id: string }[] }

/** Three stores, two products with `units` of each in each store, and two rooms that sell both. */
export async function makeSmallChain({ call }: Stallcast, units = 4): Promise<SmallChain> {
  const openStore = async (name: string) =>
    (await call<{ id: string }>('POST', '/api/v1/stores', { name, address: `${name} 1 号`, pickup: true }))
      .body.id
  const stores = [await openStore('湖滨店'), await openStore('西溪店'), await openStore('滨江店')] as const
  const sell = async (title: string, sku: string, amount: number) => {
    const variants = [{ sku, price: { amount, currency: 'CNY' } }]
    const { body } = await call<Made>('POST', '/api/v1/products', { title, variants })
    const variantId = body.variants[0]?.id ?? ''
    for (const storeId of stores) {
      await call('POST', '/api/v1/stock/adjustments', {
        storeId,
        variantId,
        delta: units,
        reason: 'delivery',
      })
    }
    return { productId: body.id, variantId }
  }
  const tea = await sell('明前龙井', 'LJ', 9800)
  const pot = await sell('青瓷盖碗', 'GW', 26_800)
  for (const slug of ['tea', 'pots']) {
    await call('POST', '/api/v1/rooms', { slug, title: slug })
    await call('PUT', `/api/v1/rooms/${slug}/lineup`, { productIds: [tea.productId, pot.productId] })
  }
  return { stores, tea, pot }
}

/** Opens a product of the room that the page shows. */
export async function openProduct(page: Page, productId: string): Promise<void> {
  await page.locator(`[data-testid=product][data-product-id="${productId}"]`).first().click()
}

/** Who buys; the sheet is open. */
export async function fillContact(page: Page): Promise<void> {
  await page.getByTestId('name').fill('王小明')
  await page.getByTestId('phone').fill('13800001234')
}
