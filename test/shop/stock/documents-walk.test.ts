import t from 'tap'
import { engine } from '../../helpers/engine.ts'
import type { Reply } from '../call.ts'
import { TestShop } from '../shop-fixture.ts'
import { Papers } from './goods-fixture.ts'

const steps = engine === 'sqlite' ? 600 : 250

type Sent = { id: string; from: string; to: string; units: Map<string, number> }

/**
 * All documents in any order, beside a model that only adds up: after each step every level is what it must be, and
 * levels, ledger, orders and goods on the way agree.
 */
t.test(`after each of ${steps} steps of any document the chain has what it must have`, async t => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
  t.comment(`SEED=${seed}`)
  const random = mulberry32(seed)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const stores = [await shop.store(), await shop.store(), await shop.store()]
  const variants = await shop.variants([100, 200, 300])
  const levels = new Map<string, { onHand: number; reserved: number }>()
  const at = (storeId: string, variantId: string) => {
    const key = `${storeId} ${variantId}`
    const found = levels.get(key) ?? { onHand: 0, reserved: 0 }
    levels.set(key, found)
    return found
  }
  const onTheWay: Sent[] = []
  const counts = new Map<string, { storeId: string; differences: Map<string, number> }>()
  const drafts: { id: string; storeId: string; units: Map<string, number> }[] = []
  const some = (least: number, most: number) => {
    const chosen = variants.filter(() => random() < 0.6)
    const named = chosen.length === 0 ? [pick(variants)] : chosen
    return new Map(named.map(id => [id, least + Math.floor(random() * (most - least + 1))]))
  }
  const take = <T>(items: T[]): T | undefined => items.splice(Math.floor(random() * items.length), 1)[0]
  const expect = (what: string, status: number, reply: Reply): void => {
    if (reply.status !== status)
      t.fail(`${what}: ${reply.status} for ${status}: ${JSON.stringify(reply.body)}`)
  }

  const operations: (() => Promise<void>)[] = [
    async function receive() {
      const [storeId, units] = [pick(stores), some(0, 6)]
      const lines = Array.from(units, ([variantId, received]) => ({ variantId, received }))
      const { id } = await papers.open('receipts', { storeId, lines })
      drafts.push({ id, storeId, units })
    },
    async function postReceipt() {
      const draft = take(drafts)
      if (draft === undefined) return
      const none = [...draft.units.values()].every(units => units === 0)
      expect('post', none ? 400 : 200, await papers.step('receipts', draft.id, 'post'))
      if (none) return
      for (const [variantId, units] of draft.units) at(draft.storeId, variantId).onHand += units
      expect('post again', 200, await papers.step('receipts', draft.id, 'post'))
    },
    async function send() {
      const from = pick(stores)
      const to = pick(stores.filter(id => id !== from))
      const units = some(1, 4)
      const lines = Array.from(units, ([variantId, quantity]) => ({ variantId, quantity }))
      const fits = [...units].every(([id, count]) => at(from, id).onHand - at(from, id).reserved >= count)
      const body = { fromStoreId: from, toStoreId: to, send: true, lines }
      const reply = await shop.staff('POST', '/api/v1/stock/transfers', body)
      expect('send', fits ? 201 : 409, reply)
      if (!fits) return
      for (const [id, count] of units) at(from, id).onHand -= count
      onTheWay.push({ id: reply.body.id, from, to, units })
    },
    async function arrive() {
      const sent = take(onTheWay)
      if (sent === undefined) return
      const received = some(0, 5)
      const lines = Array.from(received, ([variantId, count]) => ({ variantId, received: count }))
      expect('arrive', 200, await papers.step('transfers', sent.id, 'receive', { lines }))
      for (const [id, count] of new Map([...sent.units, ...received])) at(sent.to, id).onHand += count
    },
    async function turnBack() {
      const sent = random() < 0.5 ? take(onTheWay) : undefined
      if (sent === undefined) return
      expect('cancel', 200, await papers.step('transfers', sent.id, 'cancel'))
      for (const [id, count] of sent.units) at(sent.from, id).onHand += count
    },
    async function count() {
      const known = [...counts.keys()]
      const id = known.length < 2 ? (await papers.open('counts', { storeId: pick(stores) })).id : pick(known)
      const found = counts.get(id) ?? {
        storeId: (await papers.read('counts', id)).storeId,
        differences: new Map(),
      }
      counts.set(id, found)
      const variantId = pick(variants)
      const { onHand } = at(found.storeId, variantId)
      const counted = Math.max(0, onHand + pick([-2, -1, 0, 0, 1]))
      expect('enter', 201, await papers.enter(id, variantId, counted))
      found.differences.set(variantId, counted - onHand)
    },
    async function postCount() {
      const [id] = counts.keys()
      const found = id === undefined ? undefined : counts.get(id)
      if (id === undefined || found === undefined || random() < 0.6) return
      const short = [...found.differences].filter(([variantId, difference]) => {
        const level = at(found.storeId, variantId)
        return difference !== 0 && level.onHand + difference < level.reserved
      })
      if (short.length > 0) expect('refuse', 409, await papers.step('counts', id, 'post'))
      expect('book', 200, await papers.step('counts', id, 'post', { short: 'leave' }))
      for (const [variantId, difference] of found.differences) {
        if (!short.some(([left]) => left === variantId)) at(found.storeId, variantId).onHand += difference
      }
      counts.delete(id)
    },
    async function adjust() {
      const [storeId, variantId, delta] = [pick(stores), pick(variants), pick([-3, -1, 1, 4])]
      const level = at(storeId, variantId)
      const fits = level.onHand + delta >= level.reserved
      const body = { storeId, variantId, delta, reason: 'damaged', note: 'walk' }
      expect('adjust', fits ? 201 : 409, await shop.staff('POST', '/api/v1/stock/adjustments', body))
      if (fits) level.onHand += delta
    },
    async function order() {
      const [storeId, variantId] = [pick(stores), pick(variants)]
      const level = at(storeId, variantId)
      const fits = level.onHand - level.reserved >= 1
      const reply = await shop.pickup(storeId, variantId)
      expect('order', fits ? 201 : 409, reply)
      if (!fits) return
      level.reserved += 1
      if (random() < 0.6) {
        expect('collect', 200, await shop.collect(reply.body.pickupCode, storeId))
        level.reserved -= 1
        level.onHand -= 1
      }
    },
  ]

  for (let step = 0; step < steps && t.passing(); step++) {
    shop.clock.forward(0.01)
    await pick(operations)()
    const faults = await shop.shop.ledger.check()
    if (faults.length > 0) t.same(faults, [], `step ${step}`)
    const rows = await shop.db.selectFrom('stock_levels').selectAll().execute()
    for (const row of rows) {
      const { onHand, reserved } = at(row.store_id, row.variant_id)
      if (row.on_hand !== onHand || row.reserved !== reserved) t.fail(`step ${step}: ${JSON.stringify(row)}`)
    }
  }
})

/** A small generator of numbers that can be started anew from its seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
