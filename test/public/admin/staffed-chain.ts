import { makeSmallChain, type SmallChain } from '../../helpers/small-chain.ts'
import type { Call, Stallcast } from '../../helpers/stallcast.ts'

export type StaffedChain = SmallChain & {
  /** One to be collected in each store. */
  readonly orders: readonly string[]
  /** To be brought to the first store, to the second, and sent by post to none. */
  readonly returns: readonly string[]
}

type Sold = { readonly variantId: string; readonly price: number }

let keys = 0

/** A chain of three stores in the middle of a day: orders, sales, returns and papers of goods wait in several of them. */
export async function makeStaffedChain(stallcast: Stallcast): Promise<StaffedChain> {
  const { call } = stallcast
  const chain = await makeSmallChain(stallcast, 20)
  const [a, b, c] = chain.stores
  const tea = { variantId: chain.tea.variantId, price: 9800 }
  const pot = { variantId: chain.pot.variantId, price: 26_800 }
  const orders: string[] = []
  for (const storeId of chain.stores) orders.push(await order(call, tea, { kind: 'pickup', storeId }))
  await order(call, pot, { kind: 'delivery', address: '文三路 9 号' })
  const inA = await sale(call, a, tea)
  const inB = await sale(call, b, pot)
  const returns = [
    await askBack(call, inA, tea, { via: 'store', storeId: a }),
    await askBack(call, inB, pot, { via: 'store', storeId: b }),
    await askBack(call, inA, tea, { via: 'post' }),
  ]
  await papers(call, tea, a, b)
  await papers(call, pot, b, c)
  return { ...chain, orders, returns }
}

function order(call: Call, { variantId }: Sold, fulfilment: object): Promise<string> {
  const lines = [{ variantId, quantity: 1 }]
  const contact = { name: '王小明', phone: '13800001234' }
  return make(call, '/api/v1/orders', { lines, fulfilment, contact, payment: { method: 'cash' } })
}

/** Two pieces, paid in cash into a till that stays open. */
async function sale(call: Call, storeId: string, { variantId, price }: Sold): Promise<string> {
  const shiftId = await make(call, '/api/v1/shifts', { storeId, till: '1', openingCash: 100_000 })
  const lines = [{ variantId, quantity: 2 }]
  const tenders = [{ method: 'cash', amount: 2 * price }]
  return make(call, '/api/v1/sales', { storeId, shiftId, lines, tenders })
}

function askBack(call: Call, orderId: string, { variantId }: Sold, way: object): Promise<string> {
  const lines = [{ variantId, quantity: 1 }]
  return make(call, `/api/v1/orders/${orderId}/returns`, { ...way, reason: '不想要了', lines })
}

/** A delivery not booked yet, a transfer to another store under way and one asked for, and a count begun. */
async function papers(call: Call, { variantId }: Sold, storeId: string, toStoreId: string): Promise<void> {
  const stock = '/api/v1/stock'
  await make(call, `${stock}/receipts`, { storeId, lines: [{ variantId, received: 5 }] })
  const transfer = { fromStoreId: storeId, toStoreId, lines: [{ variantId, quantity: 1 }] }
  await make(call, `${stock}/transfers`, { ...transfer, send: true })
  await make(call, `${stock}/transfers`, transfer)
  await make(call, `${stock}/counts`, { storeId, variantIds: [variantId] })
}

async function make(call: Call, path: string, body: object): Promise<string> {
  const idempotencyKey = `staffed-chain-${++keys}`
  const answer = await call<{ id: string }>('POST', path, body, { idempotencyKey })
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.id
}
