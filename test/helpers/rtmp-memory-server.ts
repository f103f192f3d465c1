import { pino } from 'pino'
import { configWith } from '../../config/load.ts'
import { Ingest } from '../../src/media/ingest/ingest.ts'

// A process that holds nothing but an ingest, so that what it needs can be weighed. Started with --expose-gc.

const limits = configWith({ rtmp: { maxPending: 1000, maxPendingPerAddress: 1000 } }).rtmp
const ingest = await Ingest.start({
  host: '127.0.0.1',
  port: 0,
  limits,
  authorize: async () => null,
  onPublication: () => {},
  log: pino({ level: 'silent' }),
})

process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ bytes: heapUsed + external, rss })
})
process.send?.({ port: ingest.port })
