import t from 'tap'
import { mapLink } from '../../../public/order/map-link.ts'
import { remaining } from '../../../public/order/remaining.ts'
import type { StoreView } from '../../../src/wire.ts'

t.test('what is left of a hold is told in whole units, down to its last second', async t => {
  t.strictSame(remaining(93_784_000, 0), { days: 1, hours: 2, minutes: 3, seconds: 4 })
  t.strictSame(remaining(1, 0), { days: 0, hours: 0, minutes: 0, seconds: 1 })
  t.equal(remaining(0, 0), null)
  t.equal(remaining(Number.NaN, 0), null)
})

const store: StoreView = {
  id: 's',
  name: '人民广场店',
  address: '西藏中路 268 号 & B1',
  phone: null,
  latitude: 31.2,
  longitude: 121.4,
  pickup: 'local',
  opens: '10:00',
  closes: '22:00',
}

t.test('the map opens at the store’s position, or searches for its address', async t => {
  const amap = new URL(mapLink(store, 'zh'))
  t.equal(amap.host, 'uri.amap.com')
  t.equal(amap.searchParams.get('position'), '121.4,31.2')
  t.match(mapLink(store, 'en'), /openstreetmap\.org.*mlat=31\.2&mlon=121\.4#map=17\/31\.2\/121\.4/)
  const nowhere = { ...store, latitude: null }
  t.equal(new URL(mapLink(nowhere, 'en')).searchParams.get('query'), store.address)
  t.match(new URL(mapLink(nowhere, 'zh')).searchParams.get('keyword'), /268 号 & B1/)
})
