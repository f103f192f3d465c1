import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { retryDelay, Sfu, type SfuReadiness } from '../../src/media/sfu.ts'
import { until } from '../helpers/until.ts'

type Line = { msg: string; pid?: number }

/** A log that keeps what it is told. */
function memoryLog() {
  const lines: Line[] = []
  const log = pino({ base: null }, { write: line => lines.push(JSON.parse(line)) })
  const pids = () => lines.flatMap(({ pid }) => pid ?? [])
  // Signals to a process that is not there must not become signals to 0, the test itself.
  const pidOf = (index: number) => {
    const pid = pids()[index]
    if (pid === undefined) throw new Error('no such worker was started')
    return pid
  }
  return { log, pids, pidOf }
}

/** The process ids of this process's children that live. */
function children(): string[] {
  const task = `/proc/${process.pid}/task/${process.pid}/children`
  return readFileSync(task, 'utf8').trim().split(' ').filter(Boolean)
}

t.test('the workers that are asked for run, and are gone when close resolves', async t => {
  const { log, pids } = memoryLog()
  const sfu = await Sfu.start({ workers: 2, log })
  t.teardown(() => sfu.close())
  t.same(sfu.ready(), { ready: true, workers: 2 } satisfies SfuReadiness)
  t.equal(new Set(pids()).size, 2)
  t.same(children().sort(), pids().map(String).sort())
  await Promise.all([sfu.close(), sfu.close()])
  t.same(children(), [])
  t.same(sfu.ready(), { ready: false, reason: 'closed', workers: 0 } satisfies SfuReadiness)
})

t.test('a worker that is killed is replaced, and the other one stays', async t => {
  const { log, pidOf } = memoryLog()
  const sfu = await Sfu.start({ workers: 2, log })
  t.teardown(() => sfu.close())
  process.kill(pidOf(0), 'SIGKILL')
  await until('the death is seen', () => !sfu.ready().ready)
  t.equal(sfu.ready().workers, 1)
  t.match(sfu.ready().reason, /^worker \d: .*SIGKILL/)
  await until('a new worker runs', () => sfu.ready().ready)
  t.ok(process.kill(pidOf(1), 0), 'the other worker runs on')
  await sfu.close()
  t.same(children(), [])
})

t.test('a worker that does not end when told to is killed', async t => {
  const { log, pidOf } = memoryLog()
  const sfu = await Sfu.start({ workers: 1, log })
  t.teardown(() => sfu.close())
  const pid = pidOf(0)
  process.kill(pid, 'SIGSTOP')
  await sfu.close()
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

t.test('without a worker program the start succeeds, and readiness says why it is not ready', async t => {
  const missing = path.join(import.meta.dirname, 'no such worker')
  const sfu = await Sfu.start({ workers: 1, log: memoryLog().log, workerBin: missing })
  t.teardown(() => sfu.close())
  t.match(sfu.ready(), { ready: false, workers: 0, reason: `worker 0: spawn ${missing} ENOENT` })
  await sfu.close()
})

t.test(
  'a program that is not a worker is tried again, and closing does not wait for the next attempt',
  async t => {
    const { log } = memoryLog()
    const sfu = await Sfu.start({ workers: 1, log, workerBin: '/bin/false' })
    t.teardown(() => sfu.close())
    t.match(sfu.ready(), { ready: false, workers: 0, reason: /code:1/ })
    await sfu.close()
    t.same(children(), [])
  },
)

t.test('failures in a row make the pauses longer, up to a minute', async t => {
  t.same([1, 2, 3, 9, 50].map(retryDelay), [250, 500, 1000, 60_000, 60_000])
})
