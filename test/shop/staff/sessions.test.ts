import t from 'tap'
import { deviceName } from '../../../src/shop/staff/device.ts'
import { day, TestStaff } from './staff-fixture.ts'

const guest = { kind: 'guest' }

t.test('a session ends by logging out, and only that one', async t => {
  const shop = await TestStaff.start(t)
  const here = await shop.owner('Li Na')
  const there = await shop.signIn('Li Na')
  await shop.staff.sessions.signOut(here.token)
  t.same(await shop.now(here), guest)
  t.match(await shop.now(there), { kind: 'staff' })
})

t.test('a session that is used goes on for up to 90 days, one that is not for 30', async t => {
  const shop = await TestStaff.start(t)
  const used = await shop.owner('Li Na')
  const idle = await shop.signIn('Li Na')
  const { clock } = shop.shop
  for (let days = 0; days < 89; days += 1) {
    clock.at += day
    t.match(await shop.now(used), { kind: 'staff' })
    if (days === 29) t.same(await shop.now(idle), guest)
  }
  clock.at += day
  t.same(await shop.now(used), guest, 'the absolute limit')
})

t.test('people see where they are logged in, and end one session or all others', async t => {
  const shop = await TestStaff.start(t)
  const here = await shop.owner('Li Na')
  shop.shop.clock.at += 90_500
  const there = await shop.signIn('Li Na')
  const third = await shop.signIn('Li Na')
  const { body } = await shop.call(here.actor, 'GET', '/api/v1/sessions')
  t.equal(body.items.length, 3)
  t.same(body.items.filter((item: { current: boolean }) => item.current).length, 1)
  t.match(body.items[0], { device: 'Chrome · Windows', current: false })
  t.ok(
    body.items.every((item: { seenAt: string }) => item.seenAt.endsWith(':00.000Z')),
    'to the minute',
  )
  t.notOk(JSON.stringify(body).includes('token'), 'without a secret')
  t.equal((await shop.call(here.actor, 'DELETE', `/api/v1/sessions/${there.actor.sessionId}`)).status, 204)
  t.same(await shop.now(there), guest)
  t.equal((await shop.call(here.actor, 'DELETE', '/api/v1/sessions')).status, 204)
  t.same(await shop.now(third), guest)
  t.match(await shop.now(here), { kind: 'staff' })
})

t.test('nobody ends the session of somebody whom they may not manage', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner()
  const manager = await shop.person('manager')
  const cashier = await shop.person('cashier')
  const other = await shop.person('cashier', 'other')
  const end = async (by: typeof owner, whose: typeof owner) =>
    (await shop.call(by.actor, 'DELETE', `/api/v1/sessions/${whose.actor.sessionId}`)).status
  t.equal(await end(manager, owner), 403)
  t.equal(await end(cashier, other), 403)
  t.equal(await end(manager, cashier), 204)
  t.same(await shop.now(cashier), guest)
  t.equal(await end(manager, cashier), 404)
  t.equal((await shop.call(owner.actor, 'DELETE', `/api/v1/staff/${manager.actor.id}/sessions`)).status, 204)
  t.same(await shop.now(manager), guest)
})

t.test('the use of a session is written down once a minute at most', async t => {
  const shop = await TestStaff.start(t)
  const session = await shop.owner()
  const seen = async () =>
    Number((await shop.shop.db.selectFrom('sessions').select('seen_at').executeTakeFirstOrThrow()).seen_at)
  const start = await seen()
  shop.shop.clock.at += 59_999
  await shop.now(session)
  t.equal(await seen(), start)
  shop.shop.clock.at += 1
  await Promise.all([shop.now(session), shop.now(session)])
  t.equal(await seen(), start + 60_000)
})

t.test('a device is called by its browser and system', async t => {
  for (const [agent, name] of [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      'Chrome · Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari · iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60',
      'WeChat · Android',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    ['curl/8.0', ''],
    [undefined, ''],
  ] as const) {
    t.equal(deviceName(agent), name)
  }
})
