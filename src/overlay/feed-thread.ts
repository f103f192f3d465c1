import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { beatMilliseconds, type FeedData, type FeedOrder, type FeedReport } from './feed-messages.ts'
import { FeedRun } from './feed-run.ts'

/**
 * The thread that hands frames to every FFmpeg, apart from the event loop that answers requests: a slow
 * request must not hold up a picture.
 */
function serve(port: MessagePort, { beats }: FeedData): void {
  const runs = new Map<number, FeedRun>()
  const report = (message: FeedReport) => port.postMessage(message)

  port.on('message', (order: FeedOrder) => {
    const run = runs.get(order.run)
    if (order.type === 'open') {
      const opened = new FeedRun(order.frame, {
        onListening: () => report({ type: 'listening', run: order.run }),
        onRefused: reason => report({ type: 'refused', run: order.run, reason }),
        onClosed: () => {
          runs.delete(order.run)
          report({ type: 'closed', run: order.run })
        },
      })
      runs.set(order.run, opened)
      opened.listen(order.path)
    } else if (order.type === 'close') {
      run?.close()
    } else if (run) {
      report({ type: 'taken', run: order.run, ticket: order.ticket, index: run.put(order.frame) })
    }
  })
  setInterval(() => Atomics.add(beats, 0, 1), beatMilliseconds)
}

if (parentPort) serve(parentPort, workerData)
