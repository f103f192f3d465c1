import t from 'tap'
import { hashPassword, verifyPassword } from '../../../src/shop/staff/password.ts'
import { day, ownerToken, password, TestStaff } from './staff-fixture.ts'

const guest = { kind: 'guest' }
const wrong = /Name or password is wrong/

t.test('a password is stored as an argon2id hash and compared with it', async t => {
  const hash = await hashPassword('correct horse battery')
  t.match(hash, /^argon2id\$19456,2,1\$/)
  t.not(hash, await hashPassword('correct horse battery'), 'each has a salt of its own')
  t.equal(await verifyPassword('correct horse battery', hash), true)
  t.equal(await verifyPassword('correct horse batterz', hash), false)
  t.equal(await verifyPassword('correct horse battery', null), false)
})

t.test('the link makes one owner, who is then logged in', async t => {
  const shop = await TestStaff.start(t)
  const { signIn } = shop.staff
  const token = (await signIn.firstOwnerLink()) ?? ''
  const made = await Promise.allSettled([
    signIn.makeOwner(token, 'Li Na', 'long enough 1', ''),
    signIn.makeOwner(token, 'Wang', 'long enough 2', ''),
  ])
  const good = made.filter(result => result.status === 'fulfilled')
  t.equal(good.length, 1, 'the second use at the same moment fails')
  t.match(await shop.now({ token: good[0]?.value.token ?? '' }), { role: 'owner' })
  t.equal(await signIn.firstOwnerLink(), null)
})

t.test('an expired, replaced or invented link makes nobody an owner', async t => {
  const shop = await TestStaff.start(t)
  const { signIn } = shop.staff
  const first = (await signIn.firstOwnerLink()) ?? ''
  const second = (await signIn.firstOwnerLink()) ?? ''
  const used = /was used or has expired/
  await t.rejects(signIn.makeOwner(first, 'Li Na', 'long enough 1', ''), used)
  await t.rejects(signIn.makeOwner('invented', 'Li Na', 'long enough 1', ''), used)
  shop.shop.clock.at += day
  await t.rejects(signIn.makeOwner(second, 'Li Na', 'long enough 1', ''), used)
})

t.test('logging in needs the right name and password, whatever the case of the name', async t => {
  const shop = await TestStaff.start(t)
  await shop.owner('Li Na')
  await t.rejects(shop.signIn('li na', 'long enough 2'), wrong)
  await t.rejects(shop.signIn('nobody'), wrong)
  t.match((await shop.signIn('ＬI NA')).actor, { name: 'Li Na', role: 'owner' })
})

t.test("the owner's token acts as an owner, anything near it does not", async t => {
  const shop = await TestStaff.start(t)
  t.match(await shop.byToken(ownerToken), { role: 'owner', via: 'owner-token' })
  for (const bearer of [
    '',
    ownerToken.slice(1),
    `${ownerToken} `,
    ownerToken.toUpperCase(),
    `sc_${ownerToken}`,
  ]) {
    t.same(await shop.byToken(bearer), guest)
  }
  t.same(await shop.now({ token: ownerToken }), guest)
})

t.test('a password must be another than the name', async t => {
  const shop = await TestStaff.start(t)
  const link = (await shop.staff.signIn.firstOwnerLink()) ?? ''
  await t.rejects(shop.staff.signIn.makeOwner(link, 'Li Na', 'i am ＬI NA!', ''), /must not contain the name/)
})

t.test('a new password needs the old one, and ends the other sessions', async t => {
  const shop = await TestStaff.start(t)
  const here = await shop.owner('Li Na')
  const elsewhere = await shop.signIn('Li Na')
  const change = (old: string) =>
    shop.call(here.actor, 'PUT', '/api/v1/session/password', { old, password: 'another one altogether' })
  t.match(await change('not the old one'), { status: 422, body: { type: 'wrong-password' } })
  t.match(await shop.now(elsewhere), { kind: 'staff' })
  t.equal((await change(password)).status, 204)
  t.same(await shop.now(elsewhere), guest)
  t.match(await shop.now(here), { kind: 'staff' })
  await t.rejects(shop.signIn('Li Na'), wrong)
  t.match(await shop.signIn('Li Na', 'another one altogether'), {})
})

t.test('a token changes no password', async t => {
  const shop = await TestStaff.start(t)
  const body = { old: password, password: 'another one altogether' }
  t.equal((await shop.call(await shop.boss(), 'PUT', '/api/v1/session/password', body)).status, 403)
})

t.test('whoever has the machine itself makes a lost owner one again, and a disabled one too', async t => {
  const shop = await TestStaff.start(t)
  const lost = await shop.owner('Li Na')
  await shop.person('owner', 'Wang')
  await shop.staff.people.change(await shop.boss(), lost.actor.id, { disabled: true })
  const link = await shop.staff.signIn.newOwnerLink()
  const back = await shop.staff.signIn.makeOwner(link, 'li na', 'found again at last', '')
  t.match(back.actor, { id: lost.actor.id, name: 'Li Na', role: 'owner' })
  t.match(await shop.now(back), { kind: 'staff', role: 'owner' })
  t.equal(await shop.audited('staff.owner-reset'), 1)
  await t.rejects(shop.signIn('Li Na'), wrong)
})

t.test('a person is told who they are, and what they may do', async t => {
  const shop = await TestStaff.start(t)
  const storeId = await shop.shop.store()
  const { actor } = await shop.person('cashier', 'Xiao Mei', storeId)
  const { status, body } = await shop.call(actor, 'GET', '/api/v1/session')
  t.equal(status, 200)
  t.match(body, { name: 'Xiao Mei', role: 'cashier', storeId, currency: 'CNY' })
  t.ok(body.permissions.includes('sales.write'))
  t.notOk(body.permissions.includes('staff.manage'))
  t.equal((await shop.call({ kind: 'guest' }, 'GET', '/api/v1/session')).status, 401)
})
