import type { Call } from './stallcast.ts'

export type Goods = { readonly storeId: string; readonly variantId: string; readonly productId: string }

/** One store with so many units of one product, by the API of a whole server. */
export async function stocked(call: Call, units: number): Promise<Goods> {
  const store = await call<{ id: string }>('POST', '/api/v1/stores', {
    name: 'A',
    address: 'A',
    pickup: true,
  })
  const product = await call<{ id: string; variants: { id: string }[] }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
  })
  const variantId = product.body.variants[0]?.id ?? ''
  const storeId = store.body.id
  await call('POST', '/api/v1/stock/adjustments', { storeId, variantId, delta: units, reason: 'x' })
  return { storeId, variantId, productId: product.body.id }
}

/** One unit for pickup, by a guest. */
export function order(call: Call, { storeId, variantId }: Goods, key: string) {
  const input = {
    lines: [{ variantId, quantity: 1 }],
    fulfilment: { kind: 'pickup', storeId },
    contact: { name: 'Li Na', phone: '13800001234' },
    payment: { method: 'cash' },
  }
  return call<{ id: string; accessToken: string }>('POST', '/api/v1/orders', input, {
    token: null,
    idempotencyKey: key,
  })
}
