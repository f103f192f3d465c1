import t from 'tap'
import { day, TestStaff } from './staff-fixture.ts'

const guest = { kind: 'guest' }

t.test('a token does what its scopes say, in its store, and nothing else', async t => {
  const shop = await TestStaff.start(t)
  const { actor } = await shop.owner('Li Na')
  const storeId = await shop.shop.store()
  const secret = await shop.token(actor, ['stock.read', 'stock.adjust'], { storeId })
  t.match(secret, /^sc_[\w-]{43}$/)
  const script = await shop.byToken(secret)
  t.match(script, { kind: 'staff', id: actor.id, name: 'Li Na', storeId, via: 'token', sessionId: null })
  if (script.kind === 'guest') return
  t.same([...script.permissions].sort(), ['stock.adjust', 'stock.read'])
  t.equal((await shop.call(script, 'GET', '/api/v1/staff')).status, 403)
  for (const near of [secret.slice(0, -1), secret.toLowerCase(), secret.slice(3), `${secret} `]) {
    t.same(await shop.byToken(near), guest)
  }
  t.same(await shop.now({ token: secret }), guest, 'it is no session')
})

t.test('nobody gives a token what they have not', async t => {
  const shop = await TestStaff.start(t)
  const storeId = await shop.shop.store()
  const other = await shop.shop.store({ name: 'other' })
  const manager = await shop.person('manager', 'Wang', storeId)
  const make = async (body: object) =>
    (await shop.call(manager.actor, 'POST', '/api/v1/tokens', { name: 'x', ...body })).status
  t.equal(await make({ scopes: ['settings.manage'] }), 403)
  t.equal(await make({ scopes: ['stock.read'], storeId: other }), 403)
  t.equal(await make({ scopes: ['everything'] }), 400)
  t.equal(await make({ scopes: [] }), 400)
  const secret = await shop.token(manager.actor, ['stock.read', 'staff.manage'])
  const script = await shop.byToken(secret)
  t.match(script, { storeId }, "it is the maker's store, named or not")
  t.equal(
    (await shop.call(script, 'POST', '/api/v1/tokens', { name: 'x', scopes: ['stock.read'] })).status,
    403,
  )
})

t.test('a token may never more than its maker may now', async t => {
  const shop = await TestStaff.start(t)
  const storeId = await shop.shop.store()
  const other = await shop.shop.store({ name: 'other' })
  const { actor } = await shop.person('manager', 'Wang')
  const secret = await shop.token(actor, ['stock.read', 'stock.adjust'], { storeId })
  const boss = await shop.boss()
  const change = (changes: object) => shop.staff.people.change(boss, actor.id, changes)
  const may = async () => {
    const script = await shop.byToken(secret)
    return script.kind === 'guest' ? null : [...script.permissions].sort()
  }
  await change({ role: 'cashier' })
  t.same(await may(), ['stock.read'])
  await change({ storeId: other })
  t.same(await may(), null)
  await change({ storeId, role: 'manager' })
  t.same(await may(), ['stock.adjust', 'stock.read'])
  await change({ disabled: true })
  t.same(await may(), null)
})

t.test('a token ends when it is revoked, and at its time', async t => {
  const shop = await TestStaff.start(t)
  const { actor } = await shop.owner()
  const expiresAt = new Date(shop.shop.clock.at + day).toISOString()
  const brief = await shop.token(actor, ['stock.read'], { expiresAt })
  const long = await shop.token(actor, ['stock.read'])
  t.equal(
    (
      await shop.call(actor, 'POST', '/api/v1/tokens', {
        name: 'x',
        scopes: ['stock.read'],
        expiresAt: '2020-01-01T00:00:00Z',
      })
    ).status,
    400,
  )
  const { body } = await shop.call(actor, 'GET', '/api/v1/tokens')
  t.equal(body.items.length, 2)
  t.notOk(JSON.stringify(body).includes(long))
  t.same(
    body.items.map((item: { usedAt: string }) => item.usedAt),
    [null, null],
  )
  shop.shop.clock.at += day
  t.same(await shop.byToken(brief), guest)
  t.match(await shop.byToken(long), { kind: 'staff' })
  const used = (await shop.call(actor, 'GET', '/api/v1/tokens')).body.items.find(
    (item: { usedAt: string | null }) => item.usedAt !== null,
  )
  t.equal((await shop.call(actor, 'DELETE', `/api/v1/tokens/${used.id}`)).status, 204)
  t.same(await shop.byToken(long), guest)
  t.equal((await shop.call(actor, 'DELETE', `/api/v1/tokens/${used.id}`)).status, 404)
  t.same([await shop.audited('api-access.made'), await shop.audited('api-access.revoked')], [2, 1])
})

t.test("a manager sees and ends their own tokens only, an owner everybody's", async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner('Li Na')
  const wang = await shop.person('manager', 'Wang')
  const zhao = await shop.person('manager', 'Zhao')
  await shop.token(wang.actor, ['stock.read'])
  const list = async (by: typeof owner) => (await shop.call(by.actor, 'GET', '/api/v1/tokens')).body.items
  t.same(await list(zhao), [])
  const [token] = await list(wang)
  t.match(await list(owner), [{ madeBy: 'Wang' }])
  t.equal((await shop.call(zhao.actor, 'DELETE', `/api/v1/tokens/${token.id}`)).status, 404)
  t.equal((await shop.call(owner.actor, 'DELETE', `/api/v1/tokens/${token.id}`)).status, 204)
})

t.test("the owner's token makes tokens too, for scripts that set a server up", async t => {
  const shop = await TestStaff.start(t)
  const secret = await shop.token(await shop.boss(), ['orders.read'])
  t.match(await shop.byToken(secret), { kind: 'staff', role: 'owner', via: 'token', storeId: null })
})

t.test('a token makes nobody who may do more than it may itself', async t => {
  const shop = await TestStaff.start(t)
  const { actor } = await shop.owner('Li Na')
  const cashier = await shop.person('cashier', 'Wang')
  const script = await shop.byToken(
    await shop.token(actor, ['staff.manage', 'rooms.read', 'rooms.moderate', 'figures.read']),
  )
  const status = async (method: string, path: string, body?: object) =>
    (await shop.call(script, method, path, body)).status
  for (const role of ['owner', 'manager', 'cashier']) {
    t.equal(await status('POST', '/api/v1/invitations', { role }), 403, role)
  }
  t.equal(await status('POST', '/api/v1/invitations', { role: 'moderator' }), 201)
  t.equal(await status('POST', `/api/v1/staff/${actor.id}/reset`), 403)
  t.equal(await status('PATCH', `/api/v1/staff/${cashier.actor.id}`, { role: 'owner' }), 403)
  t.equal(await status('PATCH', `/api/v1/staff/${cashier.actor.id}`, { role: 'moderator' }), 403)
})
