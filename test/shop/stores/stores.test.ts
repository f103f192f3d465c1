import t from 'tap'
import { made, TestShop } from '../shop-fixture.ts'

t.test('a store is opened, read and changed', async t => {
  const shop = await TestShop.start(t)
  const store = made(
    await shop.staff('POST', '/api/v1/stores', {
      name: '湖滨店',
      address: '东坡路 7 号',
      latitude: 30.25,
      longitude: 120.16,
      pickup: true,
    }),
  )
  const view = {
    id: store.id,
    name: '湖滨店',
    address: '东坡路 7 号',
    phone: null,
    latitude: 30.25,
    longitude: 120.16,
    pickup: 'local',
    opens: '10:00',
    closes: '22:00',
  }
  t.same(store, view)
  const changed = await shop.staff('PATCH', `/api/v1/stores/${store.id}`, {
    phone: '0571-8700 0001',
    closes: '02:00',
    latitude: null,
    longitude: null,
  })
  const expected = { ...view, phone: '0571-8700 0001', closes: '02:00', latitude: null, longitude: null }
  t.same(changed.body, expected)
  t.same((await shop.call('GET', `/api/v1/stores/${store.id}`)).body, expected)
  t.same((await shop.call('GET', '/api/v1/stores')).body, { items: [expected], next: null })
  t.match((await shop.staff('PATCH', `/api/v1/stores/${store.id}`, { pickup: false })).body, {
    pickup: 'disabled',
  })
  t.same((await shop.staff('PATCH', `/api/v1/stores/${store.id}`, {})).body.pickup, 'disabled')
})

t.test('stores are listed oldest first, page by page', async t => {
  const shop = await TestShop.start(t)
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    shop.clock.forward(1)
    ids.push(await shop.store())
  }
  const first = (await shop.call('GET', '/api/v1/stores?limit=2')).body
  const second = (await shop.call('GET', `/api/v1/stores?limit=2&cursor=${first.next}`)).body
  t.same(
    [...first.items, ...second.items].map(({ id }: { id: string }) => id),
    ids,
  )
  t.equal(second.next, null)
})

t.test('a store that cannot be is refused', async t => {
  const shop = await TestShop.start(t)
  const id = await shop.store()
  const bad: [string, object][] = [
    ['no name', { name: '' }],
    ['half a position', { latitude: 1 }],
    ['a position off the earth', { latitude: 91, longitude: 0 }],
    ['an hour that is none', { closes: '24:30' }],
    ['an hour in words', { opens: 'ten' }],
    ['another way to pick up', { pickup: 'sometimes' }],
    ['no telephone number', { phone: 'none' }],
  ]
  for (const [what, change] of bad) {
    const store = { name: 'x', address: 'y', pickup: true, ...change }
    t.equal((await shop.staff('POST', '/api/v1/stores', store)).status, 400, what)
    t.equal((await shop.staff('PATCH', `/api/v1/stores/${id}`, change)).status, 400, what)
  }
  t.equal((await shop.staff('PATCH', `/api/v1/stores/${id}`, { nmae: 'x' })).status, 400)
  t.equal((await shop.staff('PATCH', '/api/v1/stores/nowhere', { name: 'x' })).status, 404)
  t.equal((await shop.call('GET', '/api/v1/stores/nowhere')).status, 404)
  t.equal((await shop.call('POST', '/api/v1/stores', { name: 'x', address: 'y', pickup: true })).status, 401)
})
