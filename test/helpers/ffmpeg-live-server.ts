// A server for the test that kills it: prints the ids of its FFmpegs and its folder once it is live.
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { configWith } from '../../config/load.ts'
import { ChildProcesses } from '../../src/child-process.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import { LiveStreams } from '../../src/media/live-streams.ts'
import { cardServers } from './ffmpeg-card.ts'
import { source } from './ffmpeg-live.ts'
import { transcoderPids } from './ffmpeg-processes.ts'
import { FfmpegPublication } from './ffmpeg-publication.ts'
import { until } from './until.ts'

const log = createLog(process.env.TEST_LOG ?? 'silent')
const before = new Set(readdirSync(tmpdir()))
const live = await LiveStreams.start({
  config: configWith({ ladder: { renditions: ['240p'], preset: 'ultrafast' }, hls: { segmentSeconds: 1 } }),
  openOverlay: cardServers(() => 235).open,
  nextShow: async () => 'show',
  children: new ChildProcesses(),
  bus: new Bus(log),
  log,
})
const picture = [
  '-re',
  '-f',
  'lavfi',
  '-i',
  'testsrc2=s=426x240:r=30',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
]
live.start(
  await FfmpegPublication.start('room', source({ width: 426, height: 240, audioCodec: null }), picture),
)
await until('live', () => live.state('room').state === 'live')
const folder = readdirSync(tmpdir()).find(name => name.startsWith('stallcast-live-') && !before.has(name))
process.stdout.write(JSON.stringify({ pids: transcoderPids(process.pid), folder }))
