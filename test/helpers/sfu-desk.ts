import path from 'node:path'
import { pino } from 'pino'
import type { Test } from 'tap'
import { Sfu, type SfuOptions } from '../../src/media/sfu/sfu.ts'

/** What `bin/run` chooses, for a test that is run alone. */
export const workerBin =
  process.env.MEDIASOUP_WORKER_BIN ?? path.join(import.meta.dirname, '../../.runtime/bin/mediasoup-worker')

/** An SFU on any port, with rooms that are silent unless the test says more. */
export async function startSfu(t: Test, options: Partial<SfuOptions> = {}): Promise<Sfu> {
  const sfu = await Sfu.start({
    workers: 1,
    port: 0,
    announcedAddress: null,
    viewers: 200,
    viewersPerWorker: 250,
    layers: 3,
    lowestKbps: 200,
    feeds: { attach: () => () => undefined },
    log: pino({ level: 'silent' }),
    workerBin,
    ...options,
  })
  t.teardown(() => sfu.close())
  return sfu
}
