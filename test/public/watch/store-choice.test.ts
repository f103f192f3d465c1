import t from 'tap'
import { defaultStore, distanceKm, storeOptions } from '../../../public/watch/store-choice.ts'
import type { StoreView } from '../../../src/wire.ts'

const store = (id: string, change: Partial<StoreView> = {}): StoreView => ({
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

t.test('the distance between two stores in Shanghai is right to the hundred metres', async t => {
  const square = { latitude: 31.2304, longitude: 121.4737 }
  const airport = { latitude: 31.1443, longitude: 121.8083 }
  t.ok(Math.abs(distanceKm(square, airport) - 33.2) < 0.2, String(distanceKm(square, airport)))
  t.equal(distanceKm(square, square), 0)
})

t.test('a store without pickup is not offered', async t => {
  const options = storeOptions([store('a'), store('b', { pickup: 'disabled' })], () => 1, null)
  t.strictSame(
    options.map(option => option.store.id),
    ['a'],
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
    const order = (here: { latitude: number; longitude: number } | null) =>
      storeOptions(stores, () => 1, here).map(option => option.store.id)
    t.strictSame(order(null), ['nowhere', 'far', 'near'])
    t.strictSame(order({ latitude: 31.2, longitude: 121.5 }), ['near', 'far', 'nowhere'])
  },
)

t.test('the usual store is chosen where it has enough, else the first that has, else none', async t => {
  const left: Record<string, number> = { a: 1, b: 5, c: 5 }
  const options = storeOptions([store('a'), store('b'), store('c')], id => left[id] ?? null, null)
  t.equal(defaultStore(options, 2, 'c'), 'c')
  t.equal(defaultStore(options, 2, 'a'), 'b')
  t.equal(defaultStore(options, 1, null), 'a')
  t.equal(defaultStore(options, 9, 'a'), null)
})
