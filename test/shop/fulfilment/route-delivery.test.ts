import t from 'tap'
import { routeDelivery } from '../../../src/shop/fulfilment/route-delivery.ts'
import { dice } from '../payments/seeded.ts'

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

t.test('any basket and any stock: parcels fit, none is needless, and a refusal is true', async t => {
  const { int, seed } = dice()
  t.comment(`SEED=${seed}`)
  let wrong = 0
  const kinds = { whole: 0, split: 0, short: 0 }
  for (let n = 0; n < 20_000; n++) {
    const stores = Array.from({ length: int(1, 5) }, (_, id) =>
      store(`s${id}`, int(0, 2) === 0 ? null : int(0, 50_000)),
    )
    const wanted = ['a', 'b', 'c'].slice(0, int(1, 3)).map(variantId => ({ variantId, quantity: int(1, 4) }))
    const levels = stores.flatMap(({ storeId }) =>
      wanted.map(({ variantId }) => level(storeId, variantId, int(-1, 4))),
    )
    const has = (storeId: string, variantId: string) =>
      levels.find(one => one.storeId === storeId && one.variantId === variantId)?.available ?? 0
    const fits = (ids: readonly string[]) =>
      wanted.every(
        ({ variantId, quantity }) =>
          ids.reduce((sum, id) => sum + Math.max(0, has(id, variantId)), 0) >= quantity,
      )
    const route = routeDelivery(wanted, stores, levels)
    if (route.kind === 'short') {
      kinds.short++
      if (fits(stores.map(({ storeId }) => storeId)) || route.lines.length === 0) wrong++
      continue
    }
    const { parcels } = route
    kinds[parcels.length === 1 ? 'whole' : 'split']++
    for (const { storeId, lines } of parcels) {
      if (lines.length === 0) wrong++
      for (const { variantId, quantity } of lines)
        if (quantity < 1 || quantity > has(storeId, variantId)) wrong++
    }
    for (const { variantId, quantity } of wanted) {
      const sent = parcels.flatMap(({ lines }) => lines).filter(line => line.variantId === variantId)
      if (sent.reduce((sum, line) => sum + line.quantity, 0) !== quantity) wrong++
    }
    if (
      smallest(
        stores.map(({ storeId }) => storeId),
        fits,
      ) !== parcels.length
    )
      wrong++
    const [only] = parcels
    if (parcels.length > 1 || only === undefined) continue
    const nearer = stores.filter(
      ({ storeId, distanceMetres }) =>
        fits([storeId]) && (distanceMetres ?? Infinity) < (only.distanceMetres ?? Infinity),
    )
    if (nearer.length > 0) wrong++
  }
  t.equal(wrong, 0)
  t.ok(Math.min(...Object.values(kinds)) > 500, JSON.stringify(kinds))
})

/** By trying every set. */
function smallest(ids: readonly string[], fits: (ids: readonly string[]) => boolean): number {
  let best = Infinity
  for (let set = 1; set < 2 ** ids.length; set++) {
    const chosen = ids.filter((_, index) => (set >> index) & 1)
    if (fits(chosen)) best = Math.min(best, chosen.length)
  }
  return best
}
