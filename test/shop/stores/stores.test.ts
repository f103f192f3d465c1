import t from 'tap'
import { everyDay } from '../../../src/shop/stores/store-hours.ts'
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
    week: everyDay({ opens: '10:00', closes: '22:00' }),
    holidays: [],
    delivery: { kind: 'everywhere' },
    visits: null,
    status: 'open',
    now: { open: true, changesAt: '2026-11-23T14:00:00.000Z' },
  }
  t.same(store, view)
  const changed = await shop.staff('PATCH', `/api/v1/stores/${store.id}`, {
    phone: '0571-8700 0001',
    closes: '02:00',
    latitude: null,
    longitude: null,
  })
  const expected = {
    ...{ ...view, phone: '0571-8700 0001', closes: '02:00', latitude: null, longitude: null },
    week: everyDay({ opens: '10:00', closes: '02:00' }),
    now: { open: true, changesAt: '2026-11-23T18:00:00.000Z' },
  }
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
    ['hours that overlap', { week: { ...week, monday: [span('10:00', '15:00'), span('14:00', '18:00')] } }],
    ['a night that overlaps the morning', { week: { ...week, sunday: [span('22:00', '11:00')] } }],
    ['a week without a day', { week: { monday: [] } }],
    ['a holiday that ends before it begins', { holidays: [holiday('2027-02-10', '2027-02-09')] }],
    [
      'a day that is two holidays',
      { holidays: [holiday('2027-02-10', '2027-02-12'), holiday('2027-02-12', '2027-02-14')] },
    ],
    ['a radius of nothing', { delivery: { kind: 'radius' } }],
    ['visits of no length', { visits: { slotMinutes: 0, capacity: 1, daysAhead: 1 } }],
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

const week = everyDay({ opens: '10:00', closes: '22:00' })
const span = (opens: string, closes: string) => ({ opens, closes })
const holiday = (from: string, to: string) => ({ from, to, name: '', spans: [] })

t.test(
  'hours by weekday, holidays, delivery and visits are kept, and an audit entry says who set them',
  async t => {
    const shop = await TestShop.start(t)
    const id = await shop.store()
    const changes = {
      week: { ...week, sunday: [], friday: [span('10:00', '14:00'), span('17:00', '01:00')] },
      holidays: [{ ...holiday('2026-11-23', '2026-11-24'), name: '盘点' }],
      delivery: { kind: 'radius', kilometres: 7.5 },
      visits: { slotMinutes: 30, capacity: 2, daysAhead: 14 },
    }
    shop.clock.forward(1)
    const { body } = await shop.staff('PATCH', `/api/v1/stores/${id}`, changes)
    t.match(body, { ...changes, opens: '10:00', closes: '22:00' })
    t.same(body.now, { open: false, changesAt: '2026-11-25T02:00:00.000Z' })
    t.match((await shop.call('GET', `/api/v1/stores/${id}`)).body, changes)
    const entries = (await shop.staff('GET', `/api/v1/audit?subjectId=${id}`)).body.items
    t.match(entries[0], { action: 'store.updated', after: { delivery: changes.delivery } })
    t.equal((await shop.staff('PATCH', `/api/v1/stores/${id}`, { week, opens: '09:00' })).status, 400)
  },
)

t.test('stores are found nearest first, and only those that have the goods', async t => {
  const shop = await TestShop.start(t)
  const places = [
    { name: 'Suzhou', latitude: 31.3, longitude: 120.6 },
    { name: 'Bund', latitude: 31.24, longitude: 121.49 },
    { name: 'nowhere' },
    { name: 'Hangzhou', latitude: 30.25, longitude: 120.16 },
  ]
  const ids = new Map<string, string>()
  for (const place of places) {
    shop.clock.forward(1)
    ids.set(place.name, await shop.store(place))
  }
  const variantId = await shop.variant()
  await shop.stock(ids.get('Hangzhou') ?? '', variantId, 5)
  await shop.stock(ids.get('Suzhou') ?? '', variantId, 2)
  const names = async (query: string) => {
    const found: { name: string; distanceMetres: number | null; available: number }[] = []
    for (let cursor = ''; ; ) {
      const { body } = await shop.call('GET', `/api/v1/stores?limit=1&${query}${cursor}`)
      found.push(...body.items)
      if (body.next === null) return found
      cursor = `&cursor=${body.next}`
    }
  }
  const near = await names('near=31.23,121.47')
  t.same(
    near.map(({ name }) => name),
    ['Bund', 'Suzhou', 'Hangzhou', 'nowhere'],
  )
  t.equal(near[3]?.distanceMetres, null)
  t.ok(Math.abs((near[0]?.distanceMetres ?? 0) - 2200) < 50)
  const having = await names(`near=31.23,121.47&variantId=${variantId}&quantity=3`)
  t.match(having, [{ name: 'Hangzhou', available: 5 }])
  t.same(
    (await names(`variantId=${variantId}`)).map(({ name }) => name),
    ['Suzhou', 'Hangzhou'],
  )
  t.equal((await shop.call('GET', '/api/v1/stores?near=91,0')).status, 400)
  t.equal((await shop.call('GET', '/api/v1/stores?near=here')).status, 400)
})

t.test('a store that has closed for good is shown to staff only, and opens again', async t => {
  const shop = await TestShop.start(t)
  const id = await shop.store()
  const listed = async (query: string) =>
    (await shop.staff('GET', `/api/v1/stores${query}`)).body.items.length
  t.match((await shop.staff('PATCH', `/api/v1/stores/${id}`, { status: 'closed' })).body, {
    status: 'closed',
  })
  t.equal((await shop.call('GET', '/api/v1/stores?status=all')).body.items.length, 0)
  t.same([await listed(''), await listed('?status=all'), await listed('?status=closed')], [0, 1, 1])
  t.match((await shop.call('GET', `/api/v1/stores/${id}`)).body, { status: 'closed' })
  await shop.staff('PATCH', `/api/v1/stores/${id}`, { status: 'open' })
  t.equal(await listed(''), 1)
})
