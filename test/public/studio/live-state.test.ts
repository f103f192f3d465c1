import t from 'tap'
import {
  afterEvent,
  afterPost,
  afterRestart,
  isOnAir,
  type Live,
  type LiveEvent,
  mayReturn,
  retryAfterMs,
} from '../../../public/studio/camera/live-state.ts'

const idle: Live = { name: 'idle' }
const after = (...events: LiveEvent['name'][]): Live =>
  events.reduce<Live>(
    (live, name, at) => afterEvent(live, name === 'refused' ? { name, why: 'key' } : { name }, at),
    idle,
  )

t.test('being live survives a break, and ends when it is stopped', async t => {
  t.same(after('begin', 'connected', 'broken'), { name: 'reconnecting', since: 2 })
  t.same(after('begin', 'connected', 'broken', 'connected'), { name: 'live', since: 3 })
  t.same(after('begin', 'connected', 'stop'), idle)
})

t.test('who was refused or taken over can begin again; late news changes nothing', async t => {
  t.same(after('begin', 'refused'), { name: 'refused', why: 'key' })
  t.same(after('begin', 'connected', 'broken', 'taken', 'connected', 'broken'), { name: 'taken' })
  t.same(after('begin', 'connected', 'taken', 'begin'), { name: 'connecting', since: 3 })
  t.same(after('connected', 'broken', 'taken', 'refused'), idle)
  t.same(after('begin', 'connected', 'begin'), { name: 'live', since: 1 })
})

t.test('on the air is who is there or on the way back', async t => {
  t.ok(isOnAir(after('begin')))
  t.ok(isOnAir(after('begin', 'connected', 'broken')))
  t.notOk(isOnAir(after('begin', 'connected', 'broken', 'taken')))
  t.notOk(isOnAir(idle))
})

t.test('answers to a POST are told apart by whether another try can help', async t => {
  t.equal(afterPost(201), 'answered')
  for (const status of [401, 403]) t.equal(afterPost(status), 'key')
  t.equal(afterPost(404), 'room')
  for (const status of [400, 406, 415, 422]) t.equal(afterPost(status), 'format')
  for (const status of [200, 408, 409, 429, 500, 502, 503]) t.equal(afterPost(status), 'again')
})

t.test('an ICE restart finds the session, or finds it gone, or does not help', async t => {
  t.equal(afterRestart(200), 'resumed')
  t.equal(afterRestart(404), 'gone')
  for (const status of [405, 412, 422, 501]) t.equal(afterRestart(status), 'vain')
  for (const status of [429, 502, 503]) t.equal(afterRestart(status), 'again')
})

t.test('a device comes back to a show that waits for it, not into that of another device', async t => {
  const interrupted = { since: '', endsAt: '' }
  t.equal(mayReturn({ state: 'live', interrupted }), 'yes')
  t.equal(mayReturn({ state: 'offline', interrupted: null }), 'yes')
  t.equal(mayReturn({ state: 'live', interrupted: null }), 'taken')
  t.equal(mayReturn({ state: 'starting', interrupted: null }), 'wait')
})

t.test('Retry-After is kept, within reason', async t => {
  t.equal(retryAfterMs('3'), 3_000)
  t.equal(retryAfterMs('0'), 0)
  t.equal(retryAfterMs('86400'), 30_000)
  for (const nothing of [null, '', 'soon', '-1', 'Wed, 21 Oct 2026 07:28:00 GMT'])
    t.equal(retryAfterMs(nothing), null)
})
