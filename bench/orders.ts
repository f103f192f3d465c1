import { startBenchServer } from './bench-server.ts'
import { ms, percentile, say } from './figures.ts'

const buyers = 32
const seconds = 6

/** Durable orders a second over HTTP: each is answered after its commit has reached the disk. */
export async function benchOrders(): Promise<void> {
  await using server = await startBenchServer({
    STALLCAST_CONFIG: new URL('./no-limits.yaml', import.meta.url).pathname,
  })
  const store = await server.call<{ id: string }>('POST', '/api/v1/stores', {
    name: 'A',
    address: 'A 1',
    pickup: 'local',
  })
  const product = await server.call<{ variants: { id: string }[] }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
  })
  const variantId = product.variants[0]?.id
  await server.call('POST', '/api/v1/stock/adjustments', {
    storeId: store.id,
    variantId,
    delta: 900_000,
    reason: 'bench',
  })
  const took: number[] = []
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: buyers }, async (_, buyer) => {
      for (let count = 0; performance.now() < end; count++) {
        const began = performance.now()
        await server.call(
          'POST',
          '/api/v1/orders',
          {
            lines: [{ variantId, quantity: 1 }],
            fulfilment: { kind: 'pickup', storeId: store.id },
            contact: { name: 'Li Na', phone: '13800000000' },
            payment: { method: 'pay-at-pickup' },
          },
          { 'idempotency-key': `bench-${buyer}-${count}` },
        )
        took.push(performance.now() - began)
      }
    }),
  )
  say(
    `orders: ${(took.length / seconds).toFixed(0)} a second by ${buyers} buyers at once, p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`,
  )
}
