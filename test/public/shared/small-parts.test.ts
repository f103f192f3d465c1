import t from 'tap'
import { backoffMs } from '../../../public/shared/backoff.ts'
import { parseMyOrders } from '../../../public/shared/my-orders.ts'
import { randomId } from '../../../public/shared/random-id.ts'

t.test('waits grow, are capped, and are spread', async t => {
  t.equal(
    backoffMs(0, () => 1),
    500,
  )
  t.equal(
    backoffMs(3, () => 1),
    4000,
  )
  t.equal(
    backoffMs(1000, () => 1),
    15_000,
  )
  t.equal(
    backoffMs(3, () => 0),
    1000,
  )
})

t.test('kept orders come back, and whatever else stands there is left out', async t => {
  const order = { id: 'a', token: 't', number: '1', title: 'Kettle', placedAt: '2026-11-22T08:00:00.000Z' }
  t.strictSame(parseMyOrders(JSON.stringify([order, null, 3, { id: 'b' }])), [order])
  for (const rubbish of [null, '', '{}', 'nope']) t.strictSame(parseMyOrders(rubbish), [])
})

t.test('ids are 128 random bits', async t => {
  t.match(randomId(), /^[0-9a-f]{32}$/)
  t.not(randomId(), randomId())
})
