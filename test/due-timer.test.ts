import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { DueTimer } from '../src/due-timer.ts'
import { createLog } from '../src/log.ts'
import { until } from './helpers/until.ts'

const log = createLog('silent')

t.test('closing waits for the work under way and lets none begin', async t => {
  const work = Promise.withResolvers<number>()
  let calls = 0
  const timer = new DueTimer({
    work: () => {
      calls++
      return work.promise
    },
    what: 'holds',
    now: () => 0,
    log,
  })
  timer.wake()
  timer.wake()
  let closed = false
  const closing = Promise.all([timer.close(), timer.close()]).then(() => {
    closed = true
  })
  timer.wake()
  await setImmediate()
  t.notOk(closed)
  work.resolve(0)
  await closing
  await timer.close()
  timer.wake()
  await setImmediate()
  t.equal(calls, 1)
})

t.test('a call that comes during the work is not lost', async t => {
  const rounds = [Promise.withResolvers<null>(), Promise.withResolvers<null>()]
  let calls = 0
  const timer = new DueTimer({
    work: () => rounds[calls++]?.promise ?? Promise.resolve(null),
    what: 'holds',
    now: () => 0,
    log,
  })
  t.teardown(() => timer.close())
  timer.wake()
  t.equal(calls, 1)
  timer.wake()
  timer.wake()
  rounds[0]?.resolve(null)
  await until('the second round', () => calls === 2)
  rounds[1]?.resolve(null)
  await setImmediate()
  t.equal(calls, 2, 'two calls during one round are one more round')
})

t.test('it comes back at the time that it was told, and after a failure', async t => {
  let now = 0
  const asked: number[] = []
  const timer = new DueTimer({
    work: async () => {
      asked.push(now)
      if (asked.length === 1) return 50
      if (asked.length === 2) throw new Error('the disk is full')
      return null
    },
    what: 'holds',
    // Each look at the clock finds it two seconds later, so that no wait is long.
    now: () => {
      now += 2000
      return now
    },
    log,
  })
  t.teardown(() => timer.close())
  timer.wake()
  await until('three rounds', () => asked.length === 3)
  t.equal(asked[0], 0)
})

t.test('what is added is worked at in its time, and nobody is asked before', async t => {
  const { setTimeout: real } = globalThis
  t.teardown(() => {
    globalThis.setTimeout = real
  })
  const sleeps: number[] = []
  globalThis.setTimeout = ((work: () => void, ms: number) => {
    sleeps.push(ms)
    return real(work, 1e6).unref()
  }) as typeof setTimeout
  const work = Promise.withResolvers<number>()
  let calls = 0
  const timer = new DueTimer({
    work: () => (++calls === 1 ? work.promise : Promise.resolve(null)),
    what: 'holds',
    now: () => 1000,
    log,
  })
  t.teardown(() => timer.close())
  timer.wakeBy(9000)
  timer.wakeBy(9500)
  timer.wakeBy(7000)
  t.same(sleeps, [8000, 6000], 'only what comes before all else counts')
  t.equal(calls, 0)
  timer.wake()
  timer.wakeBy(3000)
  timer.wakeBy(4000)
  work.resolve(5000)
  await setImmediate()
  t.same(sleeps.slice(2), [2000], 'what was added during the work is not lost')
  t.equal(calls, 1)
})
