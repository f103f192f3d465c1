import t, { type Test } from 'tap'
import { Away } from '../../src/media/away.ts'
import { until } from '../helpers/until.ts'

function startAway(t: Test, seconds: number) {
  const since = Date.now()
  let ends = 0
  const away = Away.start({ slug: 'tea', since, endsAt: since + seconds * 1000, onEnd: () => ends++ })
  t.teardown(() => away.end())
  return { away, ends: () => ends, secondsLeft: () => (away.interruption.endsAt - Date.now()) / 1000 }
}

t.test('a time away ends once, when it is over', async t => {
  const { ends, secondsLeft } = startAway(t, 0.1)
  await until('the end', () => ends() > 0)
  t.ok(secondsLeft() <= 0.001)
  t.equal(ends(), 1)
})

t.test('asked for, it lasts so much longer than it would have', async t => {
  const { away, ends, secondsLeft } = startAway(t, 0.1)
  away.wait(0.2)
  t.ok(secondsLeft() > 0.2)
  await until('the end', () => ends() > 0)
  t.ok(secondsLeft() <= 0.001)
})

t.test('it may last for longer than a timer can', async t => {
  const { away, ends } = startAway(t, 0.1)
  away.wait(30 * 86_400)
  await new Promise(resolve => setTimeout(resolve, 20))
  t.equal(ends(), 0)
})

t.test('a host who connects moves a near end, once; one that is far stays', async t => {
  const { away, secondsLeft } = startAway(t, 20)
  t.equal(away.expect(15), false)
  t.ok(secondsLeft() > 15)
  t.equal(away.expect(30), true)
  t.ok(secondsLeft() > 25)
  t.equal(away.expect(60), false, 'who connects again and again does not keep the show open')
  t.ok(secondsLeft() <= 30)
})

t.test('an end that was called off does not come', async t => {
  const { away, ends } = startAway(t, 0.05)
  away.end()
  await new Promise(resolve => setTimeout(resolve, 100))
  t.equal(ends(), 0)
})
