// A process of its own, so that the work of asking is in nobody's figures. Started by crowd.ts.
import { z } from 'zod'
import { CrowdConnection } from './crowd-connection.ts'
import { crowdJob } from './crowd-job.ts'
import { lowLatencyViewer, pacedViewer, plainViewer, type Tally, type Viewer } from './crowd-viewers.ts'

const job = crowdJob.parse(JSON.parse(process.argv[2] ?? ''))
const viewer = viewerOf()
const stopped = new AbortController()
const tally: Tally = { requests: 0, errors: 0, late: 0 }
const buffer = Buffer.allocUnsafe(256 * 1024)
const connections: CrowdConnection[] = []
for (let count = 0; count < job.viewers; count++) {
  const connection = await CrowdConnection.open(job.port, buffer)
  connections.push(connection)
  void viewer(connection, tally, stopped.signal)
}

process.on('message', message => {
  if (z.literal('stop').safeParse(message).success) {
    stopped.abort()
    for (const connection of connections) connection.close()
    process.disconnect()
    return
  }
  const bytes = connections.reduce((sum, connection) => sum + connection.bytes, 0)
  process.send?.({ ...tally, bytes })
})
process.send?.('ready')

function viewerOf(): Viewer {
  if (job.kind === 'low-latency') return lowLatencyViewer(job.folder)
  if (job.kind === 'plain') return plainViewer(job.folder, job.segmentSeconds)
  if (job.kind === 'paced') return pacedViewer(job.rounds, job.everyMs, job.together)
  throw new Error(`there are no viewers by ${job.kind} here`)
}
