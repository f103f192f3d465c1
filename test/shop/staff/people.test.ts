import t from 'tap'
import { TestStaff } from './staff-fixture.ts'

const guest = { kind: 'guest' }

t.test('the last owner can neither be disabled nor demoted', async t => {
  const shop = await TestStaff.start(t)
  const { actor } = await shop.owner()
  for (const change of [{ disabled: true }, { role: 'manager' }]) {
    const reply = await shop.call(actor, 'PATCH', `/api/v1/staff/${actor.id}`, change)
    t.match(reply, { status: 409, body: { type: 'last-owner' } })
    t.match(await shop.call(await shop.boss(), 'PATCH', `/api/v1/staff/${actor.id}`, change), { status: 409 })
  }
  await shop.person('owner', 'second')
  t.equal((await shop.call(actor, 'PATCH', `/api/v1/staff/${actor.id}`, { role: 'manager' })).status, 200)
})

t.test('of two owners who demote each other at the same moment, one stays an owner', async t => {
  const shop = await TestStaff.start(t)
  const a = await shop.owner('a')
  const b = await shop.person('owner', 'b')
  const replies = await Promise.all([
    shop.call(a.actor, 'PATCH', `/api/v1/staff/${b.actor.id}`, { role: 'manager' }),
    shop.call(b.actor, 'PATCH', `/api/v1/staff/${a.actor.id}`, { role: 'manager' }),
  ])
  t.same(replies.map(({ status }) => status).sort(), [200, 403])
  const owners = (await shop.staff.people.list(await shop.boss())).filter(({ role }) => role === 'owner')
  t.equal(owners.length, 1)
})

t.test('of ten owners who are all disabled at the same moment, one stays', async t => {
  const shop = await TestStaff.start(t)
  await shop.owner('owner 0')
  for (let n = 1; n < 10; n++) await shop.person('owner', `owner ${n}`)
  const boss = await shop.boss()
  const all = await shop.staff.people.list(boss)
  const replies = await Promise.all(
    all.map(({ id }) => shop.call(boss, 'PATCH', `/api/v1/staff/${id}`, { disabled: true })),
  )
  t.equal(replies.filter(({ status }) => status === 200).length, 9)
  t.equal(replies.filter(({ status }) => status === 409).length, 1)
  t.equal((await shop.staff.people.list(boss)).filter(({ disabled }) => !disabled).length, 1)
})

t.test('whoever is disabled is out at once, and stays in the books', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner()
  const manager = await shop.person('manager', 'Wang')
  const apiToken = await shop.token(manager.actor, ['stock.read'])
  const invited = await shop.staff.invitations.invite(manager.actor, {
    ...{ role: 'cashier', storeId: null, name: null },
  })
  t.match(await shop.byToken(apiToken), { kind: 'staff' })
  const path = `/api/v1/staff/${manager.actor.id}`
  t.match(await shop.call(owner.actor, 'PATCH', path, { disabled: true }), { body: { disabled: true } })
  t.same(await shop.now(manager), guest)
  t.same(await shop.byToken(apiToken), guest)
  await t.rejects(shop.signIn('Wang'), /Name or password is wrong/)
  await t.rejects(
    shop.staff.invitations.accept(invited.token, 'friend', 'a very long password', ''),
    /no longer works/,
  )
  t.match(await shop.staff.people.list(owner.actor), [{ name: 'Wang', disabled: true }, {}])
  t.equal((await shop.call(owner.actor, 'PATCH', path, { disabled: false })).status, 200)
  t.same(await shop.byToken(apiToken), guest, 'the token stays dead')
  t.match(await shop.now(await shop.signIn('Wang')), { kind: 'staff' })
  t.same([await shop.audited('staff.disabled'), await shop.audited('staff.enabled')], [1, 1])
})

t.test('a manager manages people of lesser roles, and makes nobody a manager or owner', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner()
  const { actor } = await shop.person('manager', 'Wang')
  const other = await shop.person('manager', 'Zhao')
  const cashier = await shop.person('cashier')
  const patch = async (id: string, change: object) =>
    (await shop.call(actor, 'PATCH', `/api/v1/staff/${id}`, change)).status
  t.equal(await patch(cashier.actor.id, { role: 'host', name: 'Xiao Mei' }), 200)
  for (const role of ['manager', 'owner']) {
    t.equal(await patch(cashier.actor.id, { role }), 403)
    t.equal((await shop.call(actor, 'POST', '/api/v1/invitations', { role })).status, 403)
  }
  for (const { actor: above } of [owner, other]) {
    t.equal(await patch(above.id, { name: 'x' }), 403)
    t.equal((await shop.call(actor, 'POST', `/api/v1/staff/${above.id}/reset`)).status, 403)
    t.equal((await shop.call(actor, 'GET', `/api/v1/staff/${above.id}/sessions`)).status, 403)
    t.equal((await shop.call(actor, 'DELETE', `/api/v1/staff/${above.id}/sessions`)).status, 403)
  }
  t.equal(await patch(actor.id, { role: 'owner' }), 403)
})

t.test('a manager of one store manages the people of that store only', async t => {
  const shop = await TestStaff.start(t)
  const [bund, pudong] = [await shop.shop.store(), await shop.shop.store({ name: 'Pudong' })]
  const { actor } = await shop.person('manager', 'Wang', bund)
  const near = await shop.person('cashier', 'near', bund)
  const far = await shop.person('cashier', 'far', pudong)
  const roving = await shop.person('cashier', 'roving')
  const patch = async (id: string, change: object) =>
    (await shop.call(actor, 'PATCH', `/api/v1/staff/${id}`, change)).status
  t.same(
    (await shop.staff.people.list(actor)).map(({ name }) => name),
    ['near', 'Wang'],
  )
  t.equal(await patch(near.actor.id, { name: 'nearer' }), 200)
  t.equal(await patch(near.actor.id, { storeId: pudong }), 403)
  t.equal(await patch(near.actor.id, { storeId: null }), 403)
  t.equal(await patch(far.actor.id, { storeId: bund }), 403)
  t.equal(await patch(roving.actor.id, { name: 'x' }), 403)
  const invite = async (storeId: string | null) =>
    (await shop.call(actor, 'POST', '/api/v1/invitations', { role: 'cashier', storeId })).status
  t.equal(await invite(bund), 201)
  t.equal(await invite(pudong), 403)
  t.equal(await invite(null), 403)
})

t.test('a role that changes counts from the next request on', async t => {
  const shop = await TestStaff.start(t)
  const cashier = await shop.person('cashier')
  t.notOk((await shop.nowStaff(cashier)).permissions.has('stock.adjust'))
  const storeId = await shop.shop.store()
  await shop.staff.people.change(await shop.boss(), cashier.actor.id, { role: 'manager', storeId })
  const actor = await shop.nowStaff(cashier)
  t.ok(actor.permissions.has('stock.adjust'))
  t.equal(actor.storeId, storeId)
})

t.test('a name belongs to one person', async t => {
  const shop = await TestStaff.start(t)
  const a = await shop.person('cashier', 'Xiao Mei')
  await shop.person('cashier', 'Li Na')
  const path = `/api/v1/staff/${a.actor.id}`
  const boss = await shop.boss()
  t.match(await shop.call(boss, 'PATCH', path, { name: 'ＬI na' }), {
    status: 409,
    body: { type: 'name-taken' },
  })
  t.equal((await shop.call(boss, 'PATCH', path, { name: 'XIAO MEI' })).status, 200, 'a capital of its own')
})

t.test('an owner belongs to all stores, and nobody to one that is not there', async t => {
  const shop = await TestStaff.start(t)
  const storeId = await shop.shop.store()
  const { actor } = await shop.person('cashier', 'Li Na', storeId)
  const boss = await shop.boss()
  const patch = (change: object) => shop.call(boss, 'PATCH', `/api/v1/staff/${actor.id}`, change)
  t.equal((await patch({ role: 'owner', storeId })).status, 400)
  t.equal((await patch({ storeId: 'nowhere' })).status, 404)
  t.match(await patch({ role: 'owner' }), { status: 200, body: { role: 'owner', storeId: null } })
  t.equal((await shop.call(boss, 'POST', '/api/v1/invitations', { role: 'owner', storeId })).status, 400)
})

t.test('the audit says what was changed of a person, by whom', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner('Li Na')
  const { actor } = await shop.person('cashier', 'Xiao Mei')
  shop.shop.clock.forward(1)
  await shop.staff.people.change(owner.actor, actor.id, { role: 'host' })
  await shop.staff.people.change(owner.actor, actor.id, { role: 'host' })
  const { body } = await shop.call(owner.actor, 'GET', `/api/v1/audit?subjectId=${actor.id}`)
  t.match(body.items[0], {
    action: 'staff.updated',
    actor: { id: owner.actor.id, name: 'Li Na', via: 'session' },
    before: { role: 'cashier' },
    after: { role: 'host' },
  })
  t.same(Object.keys(body.items[0].after), ['role'])
  t.equal(body.items.length, 2, 'what changed nothing is not in it')
})
