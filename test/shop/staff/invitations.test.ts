import t from 'tap'
import { day, password, TestStaff } from './staff-fixture.ts'

const gone = /no longer works/

t.test('an invitation makes an account with its role and store, and logs in', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner('Li Na')
  const storeId = await shop.shop.store({ name: 'Bund' })
  const made = await shop.call(owner.actor, 'POST', '/api/v1/invitations', { role: 'cashier', storeId })
  t.equal(made.status, 201)
  t.match(made.body.link, /^http:\/\/shop\.test\/welcome#invite=[\w-]{43}$/)
  const { token } = made.body
  const guest = { kind: 'guest' } as const
  t.match(await shop.call(guest, 'POST', '/api/v1/invitations/look', { token }), {
    status: 200,
    body: { kind: 'join', role: 'cashier', storeName: 'Bund', name: null },
  })
  const body = { token, name: 'Xiao Mei', password }
  const accepted = await shop.call(guest, 'POST', '/api/v1/invitations/accept', body)
  t.match(accepted, { status: 201, body: { name: 'Xiao Mei', role: 'cashier', storeId } })
  const [cookie = ''] = [accepted.headers['set-cookie'] ?? ''].flat()
  const session = /stallcast_session=([^;]+)/.exec(cookie)?.[1] ?? ''
  t.match(await shop.now({ token: session }), { kind: 'staff', role: 'cashier', storeId })
  t.equal((await shop.call(guest, 'POST', '/api/v1/invitations/accept', body)).status, 410)
  t.match((await shop.call(owner.actor, 'GET', '/api/v1/invitations')).body.items, [])
})

t.test('an invitation that a hundred accept at once makes one account', async t => {
  const shop = await TestStaff.start(t)
  const { token } = await shop.invite({ role: 'host' })
  const names = Array.from({ length: 100 }, (_, n) => `person ${n}`)
  const results = await Promise.allSettled(
    names.map(name => shop.staff.invitations.accept(token, name, password, '')),
  )
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  t.equal((await shop.staff.people.list(await shop.boss())).length, 1)
  t.equal((await shop.shop.db.selectFrom('sessions').selectAll().execute()).length, 1)
})

t.test('a name that is taken leaves the invitation good for another', async t => {
  const shop = await TestStaff.start(t)
  await shop.person('cashier', 'Xiao Mei')
  const { token } = await shop.invite({ role: 'host' })
  await t.rejects(shop.staff.invitations.accept(token, 'xiao mei', password, ''), /has this name already/)
  t.match((await shop.staff.invitations.accept(token, 'Li Na', password, '')).actor, { role: 'host' })
})

t.test('two who choose the same name at the same moment: one gets it', async t => {
  const shop = await TestStaff.start(t)
  const links = [await shop.invite({ role: 'host' }), await shop.invite({ role: 'host' })]
  const results = await Promise.allSettled(
    links.map(({ token }) => shop.staff.invitations.accept(token, 'Li Na', password, '')),
  )
  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.equal((await shop.staff.invitations.list(await shop.boss())).length, 1, 'the other may choose again')
})

t.test('a link ends after seven days, when it is taken back, and with its maker', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner()
  const manager = await shop.person('manager')
  const cashier = { role: 'cashier', storeId: null, name: null } as const
  const mine = await shop.staff.invitations.invite(manager.actor, cashier)
  const other = await shop.staff.invitations.invite(owner.actor, cashier)
  const late = await shop.staff.invitations.invite(owner.actor, cashier)
  const accept = (token: string) => shop.staff.invitations.accept(token, 'x', password, '')
  await shop.staff.people.change(owner.actor, manager.actor.id, { role: 'host' })
  await t.rejects(accept(mine.token), gone, 'a host invites nobody')
  t.equal((await shop.call(owner.actor, 'DELETE', `/api/v1/invitations/${other.invitation.id}`)).status, 204)
  t.equal((await shop.call(owner.actor, 'DELETE', `/api/v1/invitations/${other.invitation.id}`)).status, 410)
  await t.rejects(accept(other.token), gone)
  shop.shop.clock.at += 7 * day
  await t.rejects(accept(late.token), gone)
  await t.rejects(accept('invented'), gone)
  await t.rejects(shop.staff.invitations.look(late.token), gone)
})

t.test('a password that was forgotten is set anew by a link, which ends all sessions', async t => {
  const shop = await TestStaff.start(t)
  const owner = await shop.owner()
  const session = await shop.person('cashier', 'Xiao Mei')
  const path = `/api/v1/staff/${session.actor.id}/reset`
  const first = await shop.call(owner.actor, 'POST', path)
  const second = await shop.call(owner.actor, 'POST', path)
  t.match(second, { status: 201, body: { kind: 'reset', name: 'Xiao Mei' } })
  t.match(await shop.now(session), { kind: 'staff' }, 'until then all stays as it is')
  const accept = (token: string) => shop.staff.invitations.accept(token, 'ignored', 'a new long one', '')
  await t.rejects(accept(first.body.token), gone, 'the newer link replaced it')
  const back = await accept(second.body.token)
  t.match(back.actor, { id: session.actor.id, name: 'Xiao Mei', role: 'cashier' })
  t.same(await shop.now(session), { kind: 'guest' })
  await t.rejects(shop.signIn('Xiao Mei'), /Name or password is wrong/)
  t.match((await shop.signIn('Xiao Mei', 'a new long one')).actor, { name: 'Xiao Mei' })
  t.same([await shop.audited('staff.reset-offered'), await shop.audited('staff.password-reset')], [2, 1])
})

t.test('neither the link nor the password can be read from the database', async t => {
  const shop = await TestStaff.start(t)
  const { token } = await shop.invite({ role: 'host', name: 'Li Na' })
  const session = await shop.staff.invitations.accept(token, null, password, '')
  const secret = await shop.token(await shop.boss(), ['stock.read'])
  const { db } = shop.shop
  const rows = await Promise.all([
    db.selectFrom('staff').selectAll().execute(),
    db.selectFrom('sessions').selectAll().execute(),
    db.selectFrom('invitations').selectAll().execute(),
    db.selectFrom('api_tokens').selectAll().execute(),
    db.selectFrom('audit').selectAll().execute(),
    db.selectFrom('idempotency_keys').selectAll().execute(),
  ])
  const all = JSON.stringify(rows)
  for (const hidden of [token, session.token, secret, password]) t.notOk(all.includes(hidden))
})
