import { isPostgresUrl } from '../src/database.ts'
import { placeBare, recordOrder } from './bare-orders.ts'
import { startBenchServer } from './bench-server.ts'
import { ms, percentile, say } from './figures.ts'
import { onEngines } from './shop-places.ts'

const buyers = 32
const seconds = 6

/**
 * Durable orders a second over HTTP, each answered after its commit has reached the disk, beside what the statements of
 * an order take when they are said to the driver alone: without HTTP, checks and the building of SQL. SQLite with
 * synchronous=FULL, PostgreSQL with fsync=on.
 */
export async function benchOrders(): Promise<void> {
  await onEngines(async engine => {
    await using bare = await engine.newPlace()
    const order = await recordOrder(bare.folder, bare.place)
    const bareTook = await placeBare(bare.place, order, buyers, seconds)
    await using shop = await engine.newPlace()
    const took = await placeOverHttp(shop.place)
    const rate = (values: readonly number[]) => values.length / seconds
    say(
      `orders on ${engine.name}: ${rate(took).toFixed(0)} a second over HTTP by ${buyers} buyers at once, p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}; bare ${rate(bareTook).toFixed(0)} a second (${order.statements.length} statements each), p99 ${ms(percentile(bareTook, 0.99))}: ${(rate(took) / rate(bareTook)).toFixed(2)} of bare`,
    )
    if (process.env.STATEMENTS) for (const { text } of order.statements) say(`  ${text.slice(0, 110)}`)
  })
}

/** How long each order took, in milliseconds. */
async function placeOverHttp(place: string): Promise<number[]> {
  await using server = await startBenchServer({
    STALLCAST_CONFIG: new URL('./no-limits.yaml', import.meta.url).pathname,
    ...(isPostgresUrl(place) && { DATABASE_URL: place }),
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
  return took
}
