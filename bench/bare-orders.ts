import { randomBytes } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'
import { openPool } from '../src/database/postgres.ts'
import { isPostgresUrl, openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Shop } from '../src/shop/shop.ts'
import { openPlace } from '../test/helpers/engine.ts'
import { assistant, call, guest } from '../test/shop/call.ts'
import { shopDeps } from '../test/shop/shop-fixture.ts'

export type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** The statements of one order, without its begin and commit, and which of their values belong to that order alone. */
export type OrderStatements = { readonly statements: readonly Statement[]; readonly own: ReadonlySet<string> }

/** Places two orders in a shop of the database, and writes down what the second one says to it. */
export async function recordOrder(folder: string, place: string): Promise<OrderStatements> {
  let said: CompiledQuery[] = []
  await (await openDatabase(place)).destroy()
  const database = await openPlace(place, query => said.push(query))
  const shop = await Shop.start(
    shopDeps({ folder, database, bus: new Bus(createLog('silent')), now: Date.now }),
  )
  try {
    const staff = async (path: string, body: object) =>
      (await call(shop.routes, { method: 'POST', path, body, actor: assistant })).body
    const store = await staff('/api/v1/stores', { name: 'A', address: 'A 1', pickup: true })
    const variants = [{ sku: 'T', price: { amount: 100 } }]
    const product = await staff('/api/v1/products', { title: 'Tea', variants })
    const variantId = product.variants[0].id
    const goods = { storeId: store.id, variantId, delta: 900_000, reason: 'bench' }
    await staff('/api/v1/stock/adjustments', goods)
    await shop.indexed()
    const order = async (n: number) => {
      said = []
      const { status, body } = await call(shop.routes, {
        method: 'POST',
        path: '/api/v1/orders',
        headers: { 'idempotency-key': `record-${n}` },
        actor: guest,
        body: {
          lines: [{ variantId, quantity: 1 }],
          fulfilment: { kind: 'pickup', storeId: store.id },
          contact: { name: 'Li Na', phone: '13800000000' },
          payment: { method: 'pay-at-pickup' },
        },
      })
      if (status !== 201) throw new Error(JSON.stringify(body))
      const commit = said.findIndex(({ sql }) => sql === 'commit')
      return said
        .slice(0, commit)
        .filter(({ sql }) => !sql.startsWith('begin'))
        .map(({ sql, parameters }) => ({ text: sql, values: parameters }))
    }
    const first = await order(1)
    const statements = await order(2)
    const before = new Set(first.flatMap(({ values }) => values))
    const own = new Set(
      statements.flatMap(({ values }) =>
        values.filter((value): value is string => typeof value === 'string' && !before.has(value)),
      ),
    )
    return { statements, own }
  } finally {
    await shop.close()
    await database.destroy()
  }
}

/** Says the statements of one order after the other to the driver alone; how long each took, in milliseconds. */
export async function placeBare(
  place: string,
  { statements, own }: OrderStatements,
  buyers: number,
  seconds: number,
): Promise<number[]> {
  const fresh = (): Statement[] => {
    const values = new Map([...own].map(value => [value, randomText(value.length)]))
    return statements.map(({ text, values: said }) => ({
      text,
      values: said.map(value => (typeof value === 'string' ? (values.get(value) ?? value) : value)),
    }))
  }
  return isPostgresUrl(place)
    ? placeOnPostgres(place, fresh, buyers, seconds)
    : placeOnSqlite(place, fresh, seconds)
}

function placeOnSqlite(file: string, fresh: () => Statement[], seconds: number): number[] {
  const sqlite = new Sqlite(file)
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  const prepared = new Map<string, Sqlite.Statement>()
  const took: number[] = []
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const began = performance.now()
    sqlite.exec('begin immediate')
    for (const { text, values } of fresh()) {
      const statement = prepared.get(text) ?? sqlite.prepare(text)
      prepared.set(text, statement)
      if (statement.reader) statement.all(...values)
      else statement.run(...values)
    }
    sqlite.exec('commit')
    took.push(performance.now() - began)
  }
  sqlite.close()
  return took
}

async function placeOnPostgres(
  url: string,
  fresh: () => Statement[],
  buyers: number,
  seconds: number,
): Promise<number[]> {
  const pool = await openPool({ url, name: 'bench' }, 10)
  const took: number[] = []
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: buyers }, async () => {
      while (performance.now() < end) {
        const began = performance.now()
        const client = await pool.connect()
        await client.query('begin')
        for (const { text, values } of fresh()) await client.query(text, [...values])
        await client.query('commit')
        client.release()
        took.push(performance.now() - began)
      }
    }),
  )
  await pool.end()
  return took
}

function randomText(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length)
}
