// A process of its own, so that the work of receiving is in nobody's figures. Started by crowd.ts.
import { z } from 'zod'
import { crowdJob } from './crowd-job.ts'
import { RtcViewer } from './rtc-viewer.ts'

const job = crowdJob.parse(JSON.parse(process.argv[2] ?? ''))
/** A handshake is mostly waiting. */
const atOnce = 10
const viewers: RtcViewer[] = []
while (viewers.length < job.viewers) {
  const count = Math.min(atOnce, job.viewers - viewers.length)
  const join = () => RtcViewer.join(`http://127.0.0.1:${job.port}/whep/a`)
  viewers.push(...(await Promise.all(Array.from({ length: count }, join))))
}

process.on('message', async message => {
  if (z.literal('stop').safeParse(message).success) {
    await Promise.all(viewers.map(viewer => viewer.close()))
    process.disconnect()
    return
  }
  const sum = (of: (viewer: RtcViewer) => number) => viewers.reduce((total, viewer) => total + of(viewer), 0)
  process.send?.({
    ...{ errors: 0, late: 0 },
    requests: sum(({ packets }) => packets),
    bytes: sum(({ bytes }) => bytes),
  })
})
process.send?.('ready')
