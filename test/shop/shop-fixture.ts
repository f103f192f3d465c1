import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import type { Database } from '../../src/database.ts'
import { Bus, type Events } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import type { ReencodePicture } from '../../src/shop/catalog/pictures.ts'
import type { RemoteMethod } from '../../src/shop/payments/payment-method.ts'
import { Shop, type ShopDeps } from '../../src/shop/shop.ts'
import type { ShopDb, ShopTables } from '../../src/shop/tables.ts'
import { openPlace, runOnPostgresToo, testPlace } from '../helpers/engine.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { assistant, type Call, call, type Reply } from './call.ts'

runOnPostgresToo()

/** Noon of a working day in Shanghai. */
export const noon = Date.UTC(2026, 10, 23, 4)

/** The clock of a test: it stands still until it is moved. */
export class Clock {
  at = noon
  now = (): number => this.at
  forward(minutes: number): void {
    this.at += minutes * 60_000
  }
}

type Options = {
  readonly shop?: Partial<Config['shop']>
  readonly now?: () => number
  readonly reencodePicture?: ReencodePicture
  readonly paymentMethods?: readonly RemoteMethod[]
  /** That of an earlier shop, which must be closed. */
  readonly folder?: string
  /** Told of each statement that is said to the database. */
  readonly hear?: (query: CompiledQuery) => void
}

export type News = { readonly [Name in keyof Events]: { name: Name; fact: Events[Name] } }[keyof Events]

/** A shop on a real file, and how to talk to it. */
export class TestShop {
  readonly shop: Shop
  readonly database: Database
  readonly folder: string
  readonly clock: Clock
  /** All that was announced, in order. */
  readonly news: readonly News[]
  #count = 0

  private constructor(shop: Shop, database: Database, folder: string, clock: Clock, news: readonly News[]) {
    this.shop = shop
    this.database = database
    this.folder = folder
    this.clock = clock
    this.news = news
  }

  static async start(t: Test, options: Options = {}): Promise<TestShop> {
    const folder = options.folder ?? (await tempFolder(t))
    const database = await openPlace(await testPlace(t, folder), options.hear)
    t.teardown(() => database.destroy())
    const clock = new Clock()
    const bus = new Bus(createLog('silent'))
    const news: News[] = []
    record(bus, news)
    const shop = await Shop.start(
      shopDeps({ ...options, folder, database, bus, now: options.now ?? clock.now }),
    )
    t.teardown(() => shop.close())
    return new TestShop(shop, database, folder, clock, news)
  }

  get db(): ShopDb {
    return this.database.$extendTables<ShopTables>()
  }

  async close(): Promise<void> {
    await this.shop.close()
    await this.database.destroy()
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    more: Omit<Call, 'method' | 'path' | 'body'> = {},
  ) {
    return call(this.shop.routes, { method, path, body, ...more })
  }

  /** As an assistant. */
  async staff(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.call(method, path, body, { actor: assistant, headers })
  }

  async store(changes: object = {}): Promise<string> {
    const body = { name: 'Bund', address: '1 Zhongshan Road', pickup: true, ...changes }
    return made(await this.staff('POST', '/api/v1/stores', body)).id
  }

  /** Ids of a new product's variants, one for each price in minor units. */
  async variants(prices: readonly (number | { amount: number; currency: string })[]): Promise<string[]> {
    const n = ++this.#count
    const body = {
      title: `Tea ${n}`,
      variants: prices.map((price, index) => ({
        sku: `TEA-${n}-${index}`,
        title: `No. ${index}`,
        price: typeof price === 'number' ? { amount: price } : price,
      })),
    }
    const product = made(await this.staff('POST', '/api/v1/products', body))
    return product.variants.map((variant: { id: string }) => variant.id)
  }

  async variant(price = 1990): Promise<string> {
    const [id = ''] = await this.variants([price])
    return id
  }

  async stock(storeId: string, variantId: string, delta: number): Promise<void> {
    made(
      await this.staff('POST', '/api/v1/stock/adjustments', {
        storeId,
        variantId,
        delta,
        reason: 'delivered',
      }),
    )
  }

  /** Places an order as a guest. */
  async order(input: object, key = `key-${++this.#count}`): Promise<Reply> {
    return this.call(
      'POST',
      '/api/v1/orders',
      { ...buyer, ...input },
      { headers: { 'idempotency-key': key } },
    )
  }

  /** One unit or more of a variant, for pickup. */
  async pickup(storeId: string, variantId: string, quantity = 1, key?: string): Promise<Reply> {
    return this.order({ lines: [{ variantId, quantity }], fulfilment: { kind: 'pickup', storeId } }, key)
  }

  async collect(code: string, storeId: string, more: object = {}): Promise<Reply> {
    return this.staff('POST', '/api/v1/pickups', { code, storeId, ...more })
  }

  async level(storeId: string, variantId: string): Promise<{ onHand: number; reserved: number } | undefined> {
    const levels = await this.shop.stock.levels(variantId)
    const level = levels.find(level => level.storeId === storeId)
    return level && { onHand: level.onHand, reserved: level.reserved }
  }
}

export const buyer = {
  contact: { name: '王芳', phone: '+86 138 0013 8000' },
  payment: { method: 'pay-at-pickup' },
}

export function shopDeps(given: {
  readonly folder: string
  readonly database: Database
  readonly bus: Bus
  readonly now: () => number
  readonly shop?: Partial<Config['shop']>
  readonly limits?: Partial<Config['limits']>
  readonly reencodePicture?: ReencodePicture
  readonly paymentMethods?: readonly RemoteMethod[]
}): ShopDeps {
  const config = configWith({})
  return {
    database: given.database,
    config: {
      ...config,
      shop: { ...config.shop, ...given.shop },
      limits: { ...config.limits, ...given.limits },
    },
    bus: given.bus,
    now: given.now,
    secret: Buffer.alloc(32, 7),
    picturesFolder: join(given.folder, 'pictures'),
    reencodePicture: given.reencodePicture ?? (async bytes => [{ width: 320, height: 200, bytes }]),
    paymentMethods: given.paymentMethods ?? [],
    log: createLog('silent'),
  }
}

/** The body of an answer that must be 201. */
export function made(reply: Reply): Reply['body'] {
  if (reply.status !== 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

const facts = [
  'stock.changed',
  'product.changed',
  'order.placed',
  'order.cancelled',
  'order.expired',
  'order.collected',
  'order.shipped',
  'order.paid',
  'order.ready',
  'order.delivered',
  'order.closed',
  'notice.written',
] as const

function record(bus: Bus, news: News[]): void {
  for (const name of facts) bus.on(name, fact => news.push({ name, fact } as News))
}
