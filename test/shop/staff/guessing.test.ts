import t from 'tap'
import { KnownDevices } from '../../../src/shop/staff/known-devices.ts'
import { LoginLimits } from '../../../src/shop/staff/login-limits.ts'
import { Passwords } from '../../../src/shop/staff/passwords.ts'
import { password, TestStaff } from './staff-fixture.ts'

t.test('ten passwords a minute are tried for one name, from wherever they come', async t => {
  const shop = await TestStaff.start(t)
  await shop.owner('Li Na')
  for (let n = 0; n < 10; n++) await t.rejects(shop.signIn('li na', `guess ${n}`), /is wrong/)
  await t.rejects(shop.signIn('Li Na'), /Wait 60 seconds/)
  shop.shop.clock.at += 60_000
  t.match(await shop.signIn('Li Na'), { actor: { name: 'Li Na' } })
})

t.test('a name that nobody has is limited as one that somebody has', async t => {
  const shop = await TestStaff.start(t)
  for (let n = 0; n < 10; n++) await t.rejects(shop.signIn('nobody'), /is wrong/)
  await t.rejects(shop.signIn('nobody'), /Too many tries/)
})

t.test('logging in does not count against a person', async t => {
  const shop = await TestStaff.start(t)
  await shop.owner('Li Na')
  for (let n = 0; n < 12; n++) await shop.signIn('Li Na')
  t.pass('twelve times in a minute')
})

t.test('whoever guesses a name cannot shut its person out of the device that they use', async t => {
  const shop = await TestStaff.start(t)
  await shop.owner('Li Na')
  const devices = shop.staff.devices
  const cookie = devices.remember(undefined, 'li na', false)?.split(';')[0]
  const known = devices.find(cookie, 'li na')
  t.type(known, 'string')
  for (let n = 0; n < 30; n++) await t.rejects(shop.signIn('li na', `guess ${n}`))
  await t.rejects(shop.signIn('Li Na'), /Too many tries/)
  const own = { name: 'Li Na', password, device: '', known }
  t.match(await shop.staff.signIn.signIn(own), { actor: { name: 'Li Na' } })
})

t.test('a device is known for the people who logged in with it, and cannot be made up', async t => {
  const devices = new KnownDevices(Buffer.alloc(32, 1))
  const first = devices.remember('a=b', 'li na', true) ?? ''
  t.match(
    first,
    /^stallcast_device=.*; Path=\/api\/v1\/session; HttpOnly; SameSite=Lax; Max-Age=31536000; Secure$/,
  )
  const cookie = `x=y; ${first.split(';')[0]}`
  t.equal(devices.remember(cookie, 'li na', true), null, 'once is enough')
  t.equal(devices.find(cookie, 'wang'), null)
  const both = devices.remember(cookie, 'wang', true)?.split(';')[0]
  t.ok(devices.find(both, 'wang'))
  t.ok(devices.find(both, 'li na'))
  t.equal(new KnownDevices(Buffer.alloc(32, 2)).find(cookie, 'li na'), null)
  t.equal(devices.find('stallcast_device=abc.def~~', 'li na'), null)
  t.equal(devices.find(undefined, 'li na'), null)
})

t.test('the windows of names that nobody tries any more are forgotten', async t => {
  let now = 0
  const limits = new LoginLimits(() => now)
  for (let n = 0; n < 10_000; n++) limits.take(`name ${n}`, null)
  now = 60_000
  limits.take('another', null)
  t.doesNotThrow(() => limits.take('name 1', null))
})

t.test('passwords are hashed one at a time, and a flood is turned away', async t => {
  const passwords = new Passwords()
  const results = await Promise.allSettled(Array.from({ length: 130 }, () => passwords.verify('x', 'none')))
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 120)
  const [refused] = results.filter(result => result.status === 'rejected')
  t.match(refused?.reason, { status: 503, details: { retryAfter: 5 } })
  t.equal(await passwords.verify('x', null), false, 'and then it goes on')
})
