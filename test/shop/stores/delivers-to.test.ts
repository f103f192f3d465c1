import t from 'tap'
import { deliversTo } from '../../../src/shop/stores/delivers-to.ts'
import { distanceMetres } from '../../../src/shop/stores/distance.ts'

const bund = { latitude: 31.24, longitude: 121.49 }
const hangzhou = { latitude: 30.25, longitude: 120.16 }

t.test('distances are great circles, over the date line too', t => {
  t.equal(Math.round(distanceMetres(bund, hangzhou) / 1000), 168)
  t.equal(distanceMetres(bund, bund), 0)
  t.equal(
    Math.round(distanceMetres({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 }) / 1000),
    111,
  )
  t.end()
})

t.test(
  'a store delivers nowhere, everywhere or in a radius, where a place without a position is a question',
  t => {
    const radius = (kilometres: number) => ({ kind: 'radius' as const, kilometres })
    t.equal(deliversTo({ delivery: { kind: 'none' }, position: bund }, bund), 'no')
    t.equal(deliversTo({ delivery: { kind: 'everywhere' }, position: null }, null), 'yes')
    t.equal(deliversTo({ delivery: radius(170), position: bund }, hangzhou), 'yes')
    t.equal(deliversTo({ delivery: radius(160), position: bund }, hangzhou), 'no')
    t.equal(deliversTo({ delivery: radius(5), position: bund }, null), 'unknown')
    t.equal(deliversTo({ delivery: radius(5), position: null }, bund), 'unknown')
    t.end()
  },
)
