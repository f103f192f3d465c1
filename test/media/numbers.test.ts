import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database.ts'
import { createLog } from '../../src/log.ts'
import { Numbers } from '../../src/media/numbers.ts'
import { TimelineStore } from '../../src/media/timeline-store.ts'
import { until } from '../helpers/until.ts'

async function openStore(t: Test): Promise<TimelineStore> {
  const database = await openDatabase(':memory:')
  t.teardown(() => database.destroy())
  return new TimelineStore(database)
}

const log = createLog('silent')

t.test(
  'whoever comes after a server that was killed gets numbers above all that it may have used',
  async t => {
    const store = await openStore(t)
    const killed = await Numbers.reserve(store, 'tea', log)
    const next = await Numbers.reserve(store, 'tea', log)
    t.equal(next.from, killed.from + 64)
  },
)

t.test('numbers that run out are followed by more, before they are needed', async t => {
  const store = await openStore(t)
  const numbers = await Numbers.reserve(store, 'tea', log)
  const extended: number[] = []
  const { extend } = store
  store.extend = async (...args) => {
    const to = await extend.apply(store, args)
    extended.push(to)
    return to
  }
  for (let n = 0; n < 48; n++) numbers.used(numbers.from + n)
  t.same(extended, [])
  numbers.used(numbers.from + 48)
  numbers.used(numbers.from + 49)
  await until('more numbers', () => extended.length > 0)
  t.same(extended, [numbers.from + 128], 'asked for once')
  t.equal((await store.reserve('tea', 0)).from, numbers.from + 128)
})

t.test('what was not used is given back, and the next number is above the last that was', async t => {
  const store = await openStore(t)
  const numbers = await Numbers.reserve(store, 'tea', log)
  numbers.used(numbers.from + 3)
  await numbers.close()
  const next = await Numbers.reserve(store, 'tea', log)
  t.equal(next.from, numbers.from + 4)
  next.used(next.from + 60)
  await next.close()
  t.equal((await store.reserve('tea', 0)).from, next.from + 61, 'also when there were more')
})

t.test('nothing is given back from under somebody who has taken more since', async t => {
  const store = await openStore(t)
  const numbers = await Numbers.reserve(store, 'tea', log)
  const other = await Numbers.reserve(store, 'tea', log)
  await numbers.close()
  t.equal((await store.reserve('tea', 0)).from, other.from + 64)
})

t.test('a database that fails takes no show with it', async t => {
  const store = await openStore(t)
  const numbers = await Numbers.reserve(store, 'tea', log)
  const fail = async () => {
    throw new Error('the disk is full')
  }
  Object.assign(store, { extend: fail, giveBack: fail })
  numbers.used(numbers.from + 60)
  await numbers.close()
  t.pass()
})
