import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database.ts'
import { hashPassword, verifyPassword } from '../../src/shop/staff/password.ts'
import { Staff } from '../../src/shop/staff/staff.ts'
import { StaffStore } from '../../src/shop/staff/staff-store.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const day = 24 * 60 * 60 * 1000
const ownerToken = 'an-owner-token-for-tests'
const guest = { kind: 'guest' }

async function open(t: Test): Promise<{ staff: Staff; clock: { now: number } }> {
  const database = await openDatabase(join(await tempFolder(t), 'shop.db'))
  t.teardown(() => database.destroy())
  const clock = { now: Date.now() }
  return { staff: new Staff(new StaffStore(database), ownerToken, () => clock.now), clock }
}

async function link(staff: Staff): Promise<string> {
  const token = await staff.ownerLink()
  if (token === null) throw new Error('there is an owner already')
  return token
}

t.test('a password is stored as an argon2id hash and compared with it', async t => {
  const hash = await hashPassword('correct horse battery')
  t.match(hash, /^argon2id\$19456,2,1\$/)
  t.not(hash, await hashPassword('correct horse battery'), 'each has a salt of its own')
  t.equal(await verifyPassword('correct horse battery', hash), true)
  t.equal(await verifyPassword('correct horse batterz', hash), false)
  t.equal(await verifyPassword('correct horse battery', null), false)
})

t.test('the link makes one owner, who is then logged in', async t => {
  const { staff } = await open(t)
  const token = await link(staff)
  const made = await Promise.allSettled([
    staff.makeOwner(token, 'Li Na', 'long enough 1'),
    staff.makeOwner(token, 'Wang', 'long enough 2'),
  ])
  const good = made.filter(result => result.status === 'fulfilled')
  t.equal(good.length, 1, 'the second use at the same moment fails')
  t.match(await staff.authenticate({ cookie: good[0]?.value.token, bearer: undefined }), { role: 'owner' })
  t.equal(await staff.ownerLink(), null)
})

t.test('an expired, replaced or invented link makes nobody an owner', async t => {
  const { staff, clock } = await open(t)
  const first = await link(staff)
  const second = await link(staff)
  await t.rejects(staff.makeOwner(first, 'Li Na', 'long enough 1'), /was used or has expired/)
  await t.rejects(staff.makeOwner('invented', 'Li Na', 'long enough 1'), /was used or has expired/)
  clock.now += day
  await t.rejects(staff.makeOwner(second, 'Li Na', 'long enough 1'), /was used or has expired/)
})

t.test('logging in needs the right name and password, whatever the case of the name', async t => {
  const { staff } = await open(t)
  await staff.makeOwner(await link(staff), 'Li Na', 'long enough 1')
  const wrong = /Name or password is wrong/
  await t.rejects(staff.signIn('li na', 'long enough 2'), wrong)
  await t.rejects(staff.signIn('nobody', 'long enough 1'), wrong)
  t.match(await staff.signIn('LI NA', 'long enough 1'), { name: 'Li Na', role: 'owner' })
})

t.test('a session ends by logging out, and by itself', async t => {
  const { staff, clock } = await open(t)
  const { token } = await staff.makeOwner(await link(staff), 'Li Na', 'long enough 1')
  const { token: other } = await staff.signIn('Li Na', 'long enough 1')
  await staff.signOut(token)
  t.same(await staff.authenticate({ cookie: token, bearer: undefined }), guest)
  t.match(await staff.authenticate({ cookie: other, bearer: undefined }), { kind: 'staff' })
  clock.now += 31 * day
  t.same(await staff.authenticate({ cookie: other, bearer: undefined }), guest)
})

t.test("the owner's token acts as an owner, anything near it does not", async t => {
  const { staff } = await open(t)
  t.match(await staff.authenticate({ cookie: undefined, bearer: ownerToken }), { role: 'owner' })
  for (const bearer of ['', ownerToken.slice(1), `${ownerToken} `, ownerToken.toUpperCase()]) {
    t.same(await staff.authenticate({ cookie: undefined, bearer }), guest)
  }
  t.same(await staff.authenticate({ cookie: ownerToken, bearer: undefined }), guest)
})
