// Loaded into a server that is measured (--import): says on a socket for how long its event loop was blocked at most since
// it was last asked, in milliseconds.
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const socket = process.env.STALLCAST_BENCH_LOOP
if (socket !== undefined && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  createServer((_, answer) => {
    answer.end(String(delay.max / 1e6))
    delay.reset()
  })
    .on('error', () => undefined)
    .listen(socket)
    .unref()
}
