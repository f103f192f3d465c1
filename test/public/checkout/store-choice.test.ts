import t from 'tap'
import type { ShopStore } from '../../../public/checkout/shop-store.ts'
import { takesVisits } from '../../../public/checkout/shop-store.ts'
import { defaultStore, distanceKm, storeOptions } from '../../../public/checkout/store-choice.ts'

const store = (id: string, change: Partial<ShopStore> = {}): ShopStore => ({
  id,
  name: id,
  address: id,
  phone: null,
  latitude: null,
  longitude: null,
  pickup: 'local',
  opens: '10:00',
  closes: '22:00',
  ...change,
})

const tea = { variantId: 'tea', quantity: 2, title: '茶' }
const pot = { variantId: 'pot', quantity: 1, title: '壶' }

t.test('the distance between two stores in Shanghai is right to the hundred metres', async t => {
  const square = { latitude: 31.2304, longitude: 121.4737 }
  const airport = { latitude: 31.1443, longitude: 121.8083 }
  t.ok(Math.abs(distanceKm(square, airport) - 33.2) < 0.2, String(distanceKm(square, airport)))
  t.equal(distanceKm(square, square), 0)
})

t.test('a store without pickup is not offered', async t => {
  const stores = [store('a'), store('b', { pickup: 'disabled' }), store('c', { status: 'closed' })]
  const options = storeOptions({ stores, wanted: [tea], left: () => 1, here: null })
  t.strictSame(
    options.map(option => option.store.id),
    ['a'],
  )
})

t.test('for visits only stores that take them are offered', async t => {
  const stores = [
    store('a'),
    store('b', { visits: { slotMinutes: 30, capacity: 1, daysAhead: 7 } }),
    store('c', { visits: null }),
  ]
  const options = storeOptions({ stores, wanted: [tea], left: () => 2, here: null, suits: takesVisits })
  t.strictSame(
    options.map(option => option.store.id),
    ['b'],
  )
})

t.test(
  'the nearest store comes first once the viewer’s place is known, those without a place last',
  async t => {
    const stores = [
      store('nowhere'),
      store('far', { latitude: 40, longitude: 116 }),
      store('near', { latitude: 31.2, longitude: 121.4 }),
    ]
    const ids = (here: { latitude: number; longitude: number } | null) =>
      storeOptions({ stores, wanted: [tea], left: () => 1, here }).map(option => option.store.id)
    t.strictSame(ids(null), ['nowhere', 'far', 'near'])
    t.strictSame(ids({ latitude: 31.2, longitude: 121.5 }), ['near', 'far', 'nowhere'])
  },
)

t.test(
  'of several things a store says what it lacks, and that is unknown until all of it is known',
  async t => {
    const left = (known: Record<string, number>) => (variantId: string) => known[variantId] ?? null
    const option = (known: Record<string, number>) =>
      storeOptions({ stores: [store('a')], wanted: [tea, pot], left: left(known), here: null })[0]
    t.match(option({ tea: 2, pot: 1 }), { lacks: [], left: null })
    t.match(option({ tea: 1, pot: 1 }), { lacks: [{ variantId: 'tea', left: 1 }] })
    t.equal(option({ tea: 1 })?.lacks, null)
  },
)

t.test('the usual store is chosen where it has enough, else the first that has, else none', async t => {
  const left: Record<string, number> = { a: 1, b: 5, c: 5 }
  const options = (quantity: number) =>
    storeOptions({
      stores: [store('a'), store('b'), store('c')],
      wanted: [{ ...tea, quantity }],
      left: (_, id) => left[id] ?? null,
      here: null,
    })
  t.equal(defaultStore(options(2), 'c'), 'c')
  t.equal(defaultStore(options(2), 'a'), 'b')
  t.equal(defaultStore(options(1), null), 'a')
  t.equal(defaultStore(options(9), 'a'), null)
})
