import t from 'tap'
import {
  mayReturn,
  returnable,
  statusOf,
  statusTextKey,
  stepsOf,
  toneOf,
} from '../../../public/order/order-facts.ts'
import { orderOfLink } from '../../../public/shared/my-orders.ts'
import { order, orderLine } from './order-fixture.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 22)

t.test('a waiting order is told by how it is got', async t => {
  t.equal(statusOf(order()), 'toCollect')
  t.equal(statusOf(order({ state: 'ready' })), 'ready')
  t.equal(statusOf(order({ kind: 'visit' })), 'toVisit')
  t.equal(statusOf(order({ kind: 'delivery', state: 'paid' })), 'toShip')
  t.equal(statusOf(order({ kind: 'counter', state: 'collected' })), 'bought')
  t.equal(toneOf(statusOf(order({ state: 'returned' }))), 'over')
})

t.test('what goes to whoever pays first is not said to be kept', async t => {
  const lines = [orderLine('tea', 1), { ...orderLine('pot', 1), stockPolicy: 'first-paid' as const }]
  t.equal(statusOf(order({ lines })), 'toPay')
  t.equal(statusTextKey(order({ lines, kind: 'visit' })), 'toPayText')
  t.equal(statusTextKey(order({ lines, kind: 'delivery' })), 'toShipUnheldText')
  t.equal(statusOf(order({ lines, state: 'paid' })), 'toCollect')
  t.equal(statusTextKey(order({ kind: 'visit' })), 'toVisitText')
})

t.test('what was paid comes back where nothing was handed over, and is not asked for again', async t => {
  const paid = { captured: { amount: 1000, currency: 'CNY' } }
  t.equal(statusTextKey(order({ ...paid, state: 'expired' })), 'expiredPaidText')
  t.equal(statusTextKey(order({ state: 'expired' })), 'expiredText')
  t.equal(statusTextKey(order({ ...paid, state: 'shipped', kind: 'delivery' })), 'shippedPaidText')
  const half = { captured: { amount: 500, currency: 'CNY' } }
  t.equal(statusTextKey(order({ ...half, state: 'shipped', kind: 'delivery' })), 'shippedText')
})

t.test('the steps say what is done, what is next and when', async t => {
  const ready = order({ state: 'ready', fulfilment: { state: 'ready', readyAt: '2026-11-22T08:00:00.000Z' } })
  t.match(stepsOf(ready, ready.fulfilments[0]), [
    { key: 'placed', state: 'done' },
    { key: 'ready', state: 'done', at: '2026-11-22T08:00:00.000Z' },
    { key: 'collected', state: 'now', at: null },
  ])
  const waiting = order({ kind: 'delivery' })
  t.strictSame(
    stepsOf(waiting, waiting.fulfilments[0]).map(({ key, state }) => `${key} ${state}`),
    ['placed done', 'shipped now', 'delivered later'],
  )
})

t.test('goods collected without having been put aside count as put aside', async t => {
  const collected = order({ state: 'collected', fulfilment: { state: 'collected' } })
  t.ok(stepsOf(collected, collected.fulfilments[0]).every(({ state }) => state === 'done'))
})

t.test('what was paid beforehand is a step; what is paid on the spot is not', async t => {
  const keys = (paidAt: string, doneAt: string | null) => {
    const paid = order({ paidAt, fulfilment: { doneAt } })
    return stepsOf(paid, paid.fulfilments[0]).map(({ key }) => key)
  }
  t.ok(keys('2026-11-22T07:00:00.000Z', null).includes('paid'))
  t.notOk(keys('2026-11-22T08:00:00.000Z', '2026-11-22T08:00:00.000Z').includes('paid'))
})

t.test('an order that ended otherwise has no steps', async t => {
  const cancelled = order({ state: 'cancelled' })
  t.strictSame(stepsOf(cancelled, cancelled.fulfilments[0]), [])
})

t.test('what cannot be returned says why', async t => {
  const until = new Date(now + day).toISOString()
  const line = (change: Partial<ReturnType<typeof orderLine>>) =>
    returnable({ ...orderLine('v', 3), returnableUntil: until, ...change }, now)
  t.strictSame(line({ returned: 1 }), { left: 2 })
  t.match(line({ returned: 3 }), { left: 0, why: 'all-returned' })
  t.match(line({ returnException: 'perishable', returnableUntil: null }), { why: 'exception' })
  t.match(line({ returnableUntil: null }), { why: 'not-yet' })
  t.match(line({ returnableUntil: new Date(now - 1).toISOString() }), { why: 'too-late' })
})

t.test('a return is offered only where the order allows it and a unit is left', async t => {
  const lines = [{ ...orderLine('v', 1), returnableUntil: new Date(now + day).toISOString() }]
  t.ok(mayReturn(order({ lines, steps: ['return'] }), now))
  t.notOk(mayReturn(order({ lines, steps: [] }), now))
  t.notOk(mayReturn(order({ lines, steps: ['return'] }), now + 2 * day))
})

t.test('the link of an order is read from whatever it was pasted with', async t => {
  const token = 'abcDEF-_0123456789'
  t.strictSame(orderOfLink(` https://shop.example/orders/0abc#${token} `), { id: '0abc', token })
  t.strictSame(orderOfLink(`看看 https://shop.example/orders/0abc#${token}，谢谢`), { id: '0abc', token })
  for (const wrong of ['', 'https://shop.example/orders/0abc', 'nonsense']) t.equal(orderOfLink(wrong), null)
})
