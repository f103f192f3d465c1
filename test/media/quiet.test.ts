import t from 'tap'
import { Quiet } from '../../src/media/quiet.ts'
import { until } from '../helpers/until.ts'

/** Holds up everything in this process, as a machine does that is suspended. */
const stall = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

t.test(
  'a host of whom nothing comes is quiet; later if something comes of them, but no pictures',
  async t => {
    const since = performance.now()
    const times: { silent?: number; flowing?: number } = {}
    const silent = Quiet.start(
      () => false,
      () => {
        times.silent ??= performance.now() - since
      },
    )
    t.teardown(() => silent.close())
    const flowing = Quiet.start(
      () => true,
      () => {
        times.flowing ??= performance.now() - since
      },
    )
    t.teardown(() => flowing.close())
    await until('both to be noticed', () => times.silent !== undefined && times.flowing !== undefined)
    t.ok((times.silent ?? 0) > 1200)
    t.ok((times.flowing ?? 0) > 3500)
  },
)

t.test('a time in which this process stood still is no silence of the host', async t => {
  let quietAt: number | null = null
  const quiet = Quiet.start(
    () => false,
    () => {
      quietAt ??= performance.now()
    },
  )
  t.teardown(() => quiet.close())
  await new Promise(resolve => setTimeout(resolve, 300))
  stall(4000)
  const awakeAt = performance.now()
  const noticed = await until('the silence after it', () => quietAt)
  t.ok(noticed - awakeAt > 500, `${Math.round(noticed - awakeAt)} ms after it`)
})
