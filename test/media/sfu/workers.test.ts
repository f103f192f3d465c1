import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { retryDelay, type SfuReadiness, Workers } from '../../../src/media/sfu/workers.ts'
import { until } from '../../helpers/until.ts'

const anyPort = { port: 0, announcedAddress: null }

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
  const workers = await Workers.start({ ...anyPort, workers: 2, log })
  t.teardown(() => workers.close())
  t.same(workers.ready(), { ready: true, workers: 2 } satisfies SfuReadiness)
  t.equal(new Set(pids()).size, 2)
  t.same(children().sort(), pids().map(String).sort())
  await Promise.all([workers.close(), workers.close()])
  t.same(children(), [])
  t.same(workers.ready(), { ready: false, reason: 'closed', workers: 0 } satisfies SfuReadiness)
})

t.test('a worker that is killed is replaced, and the other one stays', async t => {
  const { log, pidOf } = memoryLog()
  const workers = await Workers.start({ ...anyPort, workers: 2, log })
  t.teardown(() => workers.close())
  process.kill(pidOf(0), 'SIGKILL')
  await until('the death is seen', () => !workers.ready().ready)
  t.equal(workers.ready().workers, 1)
  t.match(workers.ready().reason, /^worker \d: .*SIGKILL/)
  await until('a new worker runs', () => workers.ready().ready)
  t.ok(process.kill(pidOf(1), 0), 'the other worker runs on')
  await workers.close()
  t.same(children(), [])
})

t.test('a worker that does not end when told to is killed', async t => {
  const { log, pidOf } = memoryLog()
  const workers = await Workers.start({ ...anyPort, workers: 1, log })
  t.teardown(() => workers.close())
  const pid = pidOf(0)
  process.kill(pid, 'SIGSTOP')
  await workers.close()
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

t.test('without a worker program the start succeeds, and readiness says why it is not ready', async t => {
  const missing = path.join(import.meta.dirname, 'no such worker')
  const workers = await Workers.start({ ...anyPort, workers: 1, log: memoryLog().log, workerBin: missing })
  t.teardown(() => workers.close())
  t.match(workers.ready(), { ready: false, workers: 0, reason: `worker 0: spawn ${missing} ENOENT` })
  await workers.close()
})

t.test(
  'a program that is not a worker is tried again, and closing does not wait for the next attempt',
  async t => {
    const { log } = memoryLog()
    const workers = await Workers.start({ ...anyPort, workers: 1, log, workerBin: '/bin/false' })
    t.teardown(() => workers.close())
    t.match(workers.ready(), { ready: false, workers: 0, reason: /code:1/ })
    await workers.close()
    t.same(children(), [])
  },
)

t.test(
  'failures in a row make the pauses longer, up to a minute; one that has run is back sooner',
  async t => {
    const delays = (ran: boolean) => [1, 2, 3, 9, 50].map(failures => retryDelay(failures, ran))
    t.same(delays(false), [250, 500, 1000, 60_000, 60_000])
    t.same(delays(true), [250, 500, 1000, 1000, 1000], 'rooms wait for one that has run')
  },
)
