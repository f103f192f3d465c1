import t from 'tap'
import { enterMeans } from '../../public/counter/enter.ts'
import { matches, phoneTail } from '../../public/counter/find.ts'
import { handedOver, obstacle, refused } from '../../public/counter/outcome.ts'
import { isNewSighting } from '../../public/counter/sighting.ts'
import { type ListKind, listed } from '../../public/counter/store-lists.ts'
import { expectedTender } from '../../public/counter/tender.ts'
import type { FulfilmentView } from '../../src/wire.ts'
import { orderView } from '../helpers/order-view.ts'

const refusal = (type: string, members: Record<string, unknown> = {}) => ({
  ...{ status: 409, type, detail: 'Why.', members },
})

t.test('every refusal of the server has an outcome of its own', async t => {
  const collectedAt = '2026-11-22T08:00:00.000Z'
  t.strictSame(refused(refusal('already-collected', { collectedAt }), true), {
    kind: 'already-collected',
    at: collectedAt,
  })
  t.strictSame(refused(refusal('wrong-store', { store: { id: 's', name: 'Pudong' } }), true), {
    kind: 'wrong-store',
    storeName: 'Pudong',
  })
  t.strictSame(refused(refusal('wrong-store', { store: 7 }), true), { kind: 'wrong-store', storeName: null })
  t.equal(refused(refusal('order-expired'), true).kind, 'expired')
  t.equal(refused(refusal('order-cancelled'), true).kind, 'cancelled')
  t.equal(refused(refusal('not-found'), false).kind, 'unknown')
  t.strictSame(refused(refusal('network'), false), { kind: 'offline', handingOver: false })
  t.strictSame(refused(refusal('too-many'), true), { kind: 'failed', refusal: refusal('too-many') })
})

t.test('"already collected" after a try without an answer is the success of that try', async t => {
  const order = orderView()
  const answer = { ok: false, refusal: refusal('already-collected', { collectedAt: null }) } as const
  t.strictSame(handedOver(order, answer, true), { kind: 'collected', order, byEarlierTry: true })
  t.equal(handedOver(order, answer, false).kind, 'already-collected', 'otherwise somebody else was first')
  const other = { ok: false, refusal: refusal('order-expired') } as const
  t.equal(handedOver(order, other, true).kind, 'expired', 'other refusals stay refusals')
})

/** What one store gives to an order. */
const part = (changes: Partial<FulfilmentView> = {}): FulfilmentView => ({
  id: 'part-1',
  kind: 'pickup',
  state: 'waiting',
  store: orderView().fulfilment.store,
  lines: [{ variantId: 'variant-1', quantity: 2 }],
  slot: null,
  carrier: null,
  trackingNumber: null,
  readyAt: null,
  shippedAt: null,
  doneAt: null,
  ...changes,
})

t.test('what stands in the way is said before anybody fetches the goods', async t => {
  const waiting = orderView({ fulfilments: [part()] })
  t.equal(obstacle(waiting, 'store-1'), null)
  t.equal(obstacle(orderView({ state: 'ready', fulfilments: [part({ state: 'ready' })] }), 'store-1'), null)
  t.strictSame(obstacle(waiting, 'store-2'), { kind: 'wrong-store', storeName: 'Jing’an' })
  t.equal(obstacle(orderView({ state: 'cancelled' }), 'store-1')?.kind, 'cancelled')
  t.equal(
    obstacle(orderView({ state: 'expired' }), 'store-2')?.kind,
    'expired',
    'no use sending them elsewhere',
  )
  const doneAt = '2026-11-22T09:00:00.000Z'
  const done = orderView({ state: 'collected', fulfilments: [part({ state: 'collected', doneAt })] })
  t.strictSame(obstacle(done, 'store-1'), { kind: 'already-collected', at: doneAt })
})

t.test(
  'the lists hold what this store has to give: visits of today, parcels before those on their way',
  async t => {
    const elsewhere = { ...part().store, id: 'store-2' }
    const orders = [
      orderView({ id: 'a', fulfilments: [part({ id: '1' }), part({ id: '2', store: elsewhere })] }),
      orderView({ id: 'b', fulfilments: [part({ id: '3', kind: 'delivery', state: 'shipped' })] }),
      orderView({ id: 'c', fulfilments: [part({ id: '4', kind: 'delivery' })] }),
      orderView({ id: 'd', fulfilments: [part({ id: '5', state: 'collected' })] }),
      ...['2026-11-22T10:00:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-25T09:00:00.000Z'].map(startsAt =>
        orderView({
          id: startsAt,
          fulfilments: [part({ id: startsAt, kind: 'visit', slot: { startsAt, endsAt: startsAt } })],
        }),
      ),
    ]
    const now = Date.parse('2026-11-22T08:00:00.000Z')
    const ids = (kind: ListKind) => listed(orders, 'store-1', kind, now).map(({ part: { id } }) => id)
    t.strictSame(ids('pickup'), ['1'])
    t.strictSame(ids('delivery'), ['4', '3'])
    t.strictSame(ids('visit'), ['2026-11-22T09:00:00.000Z', '2026-11-22T10:00:00.000Z'])
  },
)

t.test('the second Enter of a scanner never hands over an order that nobody has seen', async t => {
  t.equal(enterMeans('4K7D-9XQP-2MRT', 'ready', 0), 'lookup')
  t.equal(enterMeans('', 'busy', 0), 'nothing', 'the line feed after the carriage return')
  t.equal(enterMeans('', 'order', 40), 'nothing', 'the same, when the answer was quick')
  t.equal(enterMeans('', 'order', 1200), 'hand-over')
  t.equal(enterMeans('next', 'order', 1200), 'lookup', 'the next customer was scanned')
  t.equal(enterMeans('next', 'result', 0), 'lookup')
  t.equal(enterMeans('next', 'busy', 0), 'lookup', 'a scan is never dropped')
  t.equal(enterMeans('', 'basket', 40), 'nothing', 'nor pays for a basket that nobody has looked at')
  t.equal(enterMeans('', 'basket', 1200), 'pay')
  t.equal(enterMeans(' ', 'ready', 0), 'nothing')
})

t.test('an order is found by name, number, or the last digits of the phone', async t => {
  const order = orderView()
  for (const words of ['', '王', '2411-0042', '0042', '24110042', '8041', ' 13800138041 '.trim()]) {
    t.ok(matches(order, words), words)
  }
  for (const words of ['李', '9999', '1380', 'xyz']) t.notOk(matches(order, words), words)
  t.equal(phoneTail(order.contact?.phone ?? ''), '8041')
})

t.test('a code that stays before the camera is one scan', async t => {
  const seen = { code: 'A', at: 1000 }
  t.ok(isNewSighting(null, seen))
  t.notOk(isNewSighting(seen, { code: 'A', at: 1120 }))
  t.ok(isNewSighting(seen, { code: 'B', at: 1120 }))
  t.ok(isNewSighting(seen, { code: 'A', at: 5000 }), 'shown again later')
})

t.test('the till proposes what the customer said, and nothing when that was left open', async t => {
  t.equal(expectedTender('cash'), 'cash')
  t.equal(expectedTender('pay-at-pickup'), null)
})
