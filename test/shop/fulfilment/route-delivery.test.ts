import t from 'tap'
import { routeDelivery } from '../../../src/shop/fulfilment/route-delivery.ts'

const level = (storeId: string, variantId: string, available: number) => ({ storeId, variantId, available })
const store = (storeId: string, distanceMetres: number | null = null) => ({ storeId, distanceMetres })
const tea = { variantId: 'tea', quantity: 2 }
const cup = { variantId: 'cup', quantity: 1 }
const whole = (storeId: string, lines: object[], distanceMetres: number | null = null) => ({
  kind: 'parcels',
  parcels: [{ storeId, distanceMetres, lines }],
})

t.test('the store with most of what is wanted is chosen, of equals the one opened first', async t => {
  const stores = ['c', 'b', 'a'].map(id => store(id))
  const levels = [level('b', 'tea', 3), level('a', 'tea', 3), level('c', 'tea', 2)]
  t.same(routeDelivery([tea], stores, levels), whole('a', [tea]))
  t.same(routeDelivery([tea], stores, [...levels, level('c', 'cup', 99)]), whole('a', [tea]))
  t.same(routeDelivery([tea, cup], stores, [...levels, level('c', 'cup', 99)]), whole('c', [tea, cup]))
})

t.test('the nearest store that has all of it sends, however little it keeps', async t => {
  const levels = [level('a', 'tea', 99), level('b', 'tea', 2), level('c', 'tea', 1)]
  const stores = [store('a', 3000), store('b', 2000), store('c', 10)]
  t.same(routeDelivery([tea], stores, levels), whole('b', [tea], 2000))
  t.same(routeDelivery([tea], [store('a'), ...stores.slice(1)], levels), whole('b', [tea], 2000))
})

// medusa #14987, #15132: checked over all stores, reserved at the first.
t.test('what stores only have together comes in parcels, each with what its store has', async t => {
  t.same(routeDelivery([tea], [store('a'), store('b')], [level('a', 'tea', 1), level('b', 'tea', 1)]), {
    kind: 'parcels',
    parcels: [
      { ...store('a'), lines: [{ variantId: 'tea', quantity: 1 }] },
      { ...store('b'), lines: [{ variantId: 'tea', quantity: 1 }] },
    ],
  })
})

t.test('fewer parcels are better than shorter ways', async t => {
  const levels = [
    ...['a', 'b', 'c'].map(id => level(id, 'tea', 1)),
    level('far', 'tea', 2),
    level('c', 'cup', 1),
  ]
  const three = { ...tea, quantity: 3 }
  const stores = [store('a', 1), store('b', 2), store('c', 3), store('far', 9000)]
  const route = routeDelivery([three, cup], stores, levels)
  t.same(route.kind === 'parcels' && route.parcels.map(({ storeId }) => storeId), ['c', 'far'])
})

t.test('a refusal names what the store lacks that comes nearest', async t => {
  const levels = [level('a', 'tea', 0), level('a', 'cup', 5), level('b', 'tea', 1), level('b', 'cup', 1)]
  t.same(routeDelivery([tea, cup], [store('a'), store('b')], levels), {
    kind: 'short',
    lines: [{ ...tea, available: 1 }],
  })
  t.same(routeDelivery([tea, cup], [], []), {
    kind: 'short',
    lines: [
      { ...tea, available: 0 },
      { ...cup, available: 0 },
    ],
  })
})
