import type { Stallcast } from './stallcast.ts'

type Goods = { readonly variantId: string; readonly barcode: string }

export type TillShop = { readonly storeId: string; readonly cup: Goods; readonly bag: Goods }

/** A store with ten cups at 19.90 and ten tea bags at 25.00. */
export async function makeTillShop({ call }: Stallcast): Promise<TillShop> {
  const store = await call<{ id: string }>('POST', '/api/v1/stores', {
    name: '湖滨店',
    address: '东坡路 7 号',
    pickup: true,
  })
  const storeId = store.body.id
  const goods = async (title: string, sku: string, barcode: string, amount: number): Promise<Goods> => {
    const product = await call<{ variants: { id: string }[] }>('POST', '/api/v1/products', {
      title,
      variants: [{ sku, barcode, price: { amount, currency: 'CNY' } }],
    })
    const variantId = product.body.variants[0]?.id ?? ''
    await call('POST', '/api/v1/stock/adjustments', { storeId, variantId, delta: 10, reason: 'delivery' })
    return { variantId, barcode }
  }
  return {
    storeId,
    cup: await goods('青瓷茶杯', 'CUP', '6901234567892', 1990),
    bag: await goods('茶包', 'BAG', '4006381333931', 2500),
  }
}
