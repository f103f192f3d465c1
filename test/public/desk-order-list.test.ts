import t from 'tap'
import { tally, withOrders } from '../../public/studio/order-list.ts'
import { orderView } from '../helpers/order-view.ts'

const at = (minute: number) => `2026-11-22T08:${String(minute).padStart(2, '0')}:00.000Z`

t.test('orders stand newest first, each once, as last heard of', async t => {
  const first = orderView({ id: '1', placedAt: at(1) })
  const second = orderView({ id: '2', placedAt: at(2) })
  const collected = orderView({ id: '1', placedAt: at(1), state: 'collected' })
  const list = withOrders([second, first], [collected, orderView({ id: '3', placedAt: at(3) })])
  t.strictSame(
    list.map(({ id, state }) => [id, state]),
    [
      ['3', 'placed'],
      ['2', 'placed'],
      ['1', 'collected'],
    ],
  )
})

t.test('only what was really bought in this show is counted', async t => {
  const orders = [
    orderView({ id: '1', placedAt: at(1) }),
    orderView({ id: '2', placedAt: at(10) }),
    orderView({ id: '3', placedAt: at(11), state: 'collected' }),
    orderView({ id: '4', placedAt: at(12), state: 'cancelled' }),
    orderView({ id: '5', placedAt: at(13), state: 'expired' }),
    orderView({ id: '6', placedAt: at(14), total: { amount: 500, currency: 'USD' } }),
  ]
  t.strictSame(tally(orders, at(5)), {
    orders: 3,
    units: 6,
    totals: [
      { currency: 'CNY', amount: 7960 },
      { currency: 'USD', amount: 500 },
    ],
  })
  t.equal(tally(orders, null).orders, 4, 'without a show: all')
})
