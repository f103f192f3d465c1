import t from 'tap'
import type { Reply } from './call.ts'
import { TestShop } from './shop-fixture.ts'

const steps = 2500
const quantities = [1, 1, 1, 2, 3, 8]

type Placed = {
  readonly id: string
  readonly code: string | undefined
  readonly storeId: string
  readonly lines: ReadonlyMap<string, number>
  readonly expires: number
  state: string
}

/**
 * The shop beside a model of ten lines that knows only what must be true: after any row of operations, refused ones too,
 * both have the same levels, and the shop's own books agree with one another.
 */
t.test(`after ${steps} operations in any order the levels are what they must be`, async t => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
  t.comment(`SEED=${seed}`)
  const random = mulberry32(seed)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const shop = await TestShop.start(t, { shop: { pickupHold: 30 } })
  const stores = [await shop.store(), await shop.store(), await shop.store()]
  const variants = await shop.variants([100, 250, 999, 1990])
  const levels = new Map<string, { onHand: number; reserved: number }>()
  const level = (storeId: string, variantId: string) => {
    const key = `${storeId} ${variantId}`
    const found = levels.get(key) ?? { onHand: 0, reserved: 0 }
    levels.set(key, found)
    return found
  }
  const orders: Placed[] = []
  const numbers = new Set<string>()
  const seen = new Map<string, number>()

  function close(order: Placed, state: string): void {
    order.state = state
    for (const [variantId, quantity] of order.lines) {
      const at = level(order.storeId, variantId)
      at.reserved -= quantity
      if (state === 'collected' || state === 'shipped') at.onHand -= quantity
    }
  }

  async function expect(what: string, status: number, reply: Reply): Promise<void> {
    seen.set(`${what} ${status}`, (seen.get(`${what} ${status}`) ?? 0) + 1)
    if (reply.status !== status) {
      t.fail(`${what} answered ${reply.status} for ${status}: ${JSON.stringify(reply.body)}`)
    }
  }

  const operations: (() => Promise<void>)[] = [
    async function adjust() {
      const [storeId, variantId] = [pick(stores), pick(variants)]
      const delta = pick([-4, -2, -1, 1, 2, 5, 9])
      const at = level(storeId, variantId)
      const fits = at.onHand + delta >= at.reserved
      const body = { storeId, variantId, delta, reason: 'walk' }
      await expect('adjust', fits ? 201 : 409, await shop.staff('POST', '/api/v1/stock/adjustments', body))
      if (fits) at.onHand += delta
    },
    async function pickup() {
      await place({ kind: 'pickup', storeId: pick(stores) })
    },
    async function delivery() {
      await place({ kind: 'delivery', address: '5 Lane' })
    },
    async function collect() {
      const order = orders.length > 0 ? pick(orders.slice(-60)) : undefined
      if (order?.code === undefined) return
      const storeId = random() < 0.8 ? order.storeId : pick(stores)
      const right = order.state === 'placed' && storeId === order.storeId
      await expect('collect', right ? 200 : 409, await shop.collect(order.code, storeId))
      if (right) close(order, 'collected')
    },
    async function cancel() {
      if (orders.length === 0) return
      const order = pick(orders.slice(-60))
      const open = order.state === 'placed'
      const reply = await shop.staff('POST', `/api/v1/orders/${order.id}/cancel`)
      await expect('cancel', open || order.state === 'cancelled' ? 200 : 409, reply)
      if (open) close(order, 'cancelled')
    },
    async function ship() {
      if (orders.length === 0) return
      const order = pick(orders.slice(-60))
      const right = order.state === 'placed' && order.code === undefined
      const reply = await shop.staff('POST', `/api/v1/orders/${order.id}/shipments`, {})
      await expect('ship', right ? 201 : 409, reply)
      if (right) close(order, 'shipped')
    },
    async function wait() {
      shop.clock.forward(pick([0, 1, 3]))
      await shop.shop.dueOrders.expire()
      for (const order of orders) {
        if (order.state === 'placed' && order.expires <= shop.clock.at) close(order, 'expired')
      }
    },
  ]

  async function place(
    fulfilment: { kind: 'pickup'; storeId: string } | { kind: 'delivery'; address: string },
  ) {
    const lines = Array.from({ length: pick([1, 1, 2, 3]) }, () => ({
      variantId: pick(variants),
      quantity: pick(quantities),
    }))
    const wanted = new Map<string, number>()
    for (const line of lines) wanted.set(line.variantId, (wanted.get(line.variantId) ?? 0) + line.quantity)
    const fills = (storeId: string) =>
      [...wanted].every(([variantId, quantity]) => {
        const at = level(storeId, variantId)
        return at.onHand - at.reserved >= quantity
      })
    const candidates = fulfilment.kind === 'pickup' ? [fulfilment.storeId] : stores
    const method = fulfilment.kind === 'pickup' ? 'pay-at-pickup' : 'card'
    const reply = await shop.order({ lines, fulfilment, payment: { method } })
    await expect(fulfilment.kind, candidates.some(fills) ? 201 : 409, reply)
    if (reply.status !== 201) return
    const { id, number, pickupCode, holdExpiresAt } = reply.body
    const storeId = reply.body.fulfilment.store.id
    if (!fills(storeId)) t.fail(`order ${number} is to come from a store that cannot fill it`)
    if (numbers.has(number)) t.fail(`number ${number} came twice`)
    numbers.add(number)
    const expires = holdExpiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(holdExpiresAt)
    orders.push({ id, code: pickupCode, storeId, lines: wanted, expires, state: 'placed' })
    for (const [variantId, quantity] of wanted) level(storeId, variantId).reserved += quantity
  }

  async function compare(): Promise<void> {
    const actual = new Map<string, object>()
    for (const variantId of variants) {
      for (const { storeId, onHand, reserved } of await shop.shop.stock.levels(variantId)) {
        actual.set(`${storeId} ${variantId}`, { onHand, reserved })
      }
    }
    // A refused operation opens no level; the model has one of zeros then.
    const expected = [...levels].filter(
      ([key, { onHand, reserved }]) => actual.has(key) || onHand || reserved,
    )
    t.same(actual, new Map(expected))
    t.same(await shop.shop.stock.checkLedger(), [])
  }

  for (let step = 1; step <= steps; step++) {
    await pick(operations)()
    if (step % 500 === 0) await compare()
  }
  for (const order of orders) t.equal((await shop.shop.orders.view(order.id)).state, order.state)
  for (const what of ['adjust', 'pickup', 'delivery', 'collect', 'cancel', 'ship']) {
    const often = [...seen].filter(([key, count]) => key.startsWith(what) && count >= 20).length
    t.ok(often === 2, `${what} was both done and refused: ${JSON.stringify([...seen])}`)
  }
})

/** A small generator of numbers in 0..1 that can be started again from its seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
