import t from 'tap'
import { qualityOf, type Sending } from '../../../public/studio/camera/quality.ts'

const fine: Sending = {
  kilobitsPerSecond: 2_500,
  width: 720,
  height: 1280,
  framesPerSecond: 30,
  loss: 0,
  roundTripMs: 40,
  limit: 'none',
}
const steady = (change: Partial<Sending>) => qualityOf(Array(3).fill({ ...fine, ...change }))

t.test('a good line is good, also one of a still picture', async t => {
  t.same(steady({}), { level: 'good', cause: null })
  t.same(steady({ kilobitsPerSecond: 80 }), { level: 'good', cause: null })
  t.same(steady({ loss: null, roundTripMs: null }), { level: 'good', cause: null })
})

t.test('one hiccup is no news', async t => {
  t.equal(
    qualityOf([fine, fine, { ...fine, loss: 0.5, framesPerSecond: 2, limit: 'bandwidth' }]).level,
    'good',
  )
  t.equal(qualityOf([{ ...fine, loss: 0.5 }]).level, 'good')
})

t.test('loss, delay and a narrow line are the network’s', async t => {
  t.same(steady({ loss: 0.05 }), { level: 'weak', cause: 'network' })
  t.same(steady({ loss: 0.2 }), { level: 'bad', cause: 'network' })
  t.same(steady({ roundTripMs: 600 }), { level: 'weak', cause: 'network' })
  t.same(steady({ limit: 'bandwidth', kilobitsPerSecond: 900 }), { level: 'weak', cause: 'network' })
  t.same(steady({ limit: 'bandwidth', kilobitsPerSecond: 300 }), { level: 'bad', cause: 'network' })
})

t.test('a busy device is told from a bad network', async t => {
  t.same(steady({ limit: 'cpu', framesPerSecond: 16 }), { level: 'weak', cause: 'device' })
  t.same(steady({ limit: 'cpu', framesPerSecond: 8 }), { level: 'bad', cause: 'device' })
  t.same(steady({ limit: 'cpu', framesPerSecond: 28 }), { level: 'good', cause: null })
})
