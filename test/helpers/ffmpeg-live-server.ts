// A server for the test that kills it: prints the ids of its FFmpegs and its folder once it is live.
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LiveStreams } from '../../src/media/live-streams.ts'
import { cardServers } from './ffmpeg-card.ts'
import { source } from './ffmpeg-live.ts'
import { transcoderPids } from './ffmpeg-processes.ts'
import { FfmpegPublication } from './ffmpeg-publication.ts'
import { liveOptions } from './live-options.ts'
import { until } from './until.ts'

const before = new Set(readdirSync(tmpdir()))
const data = mkdtempSync(join(tmpdir(), 'live-server-'))
const options = await liveOptions(
  data,
  { renditions: ['240p'], hls: { segmentSeconds: 1 }, openOverlay: cardServers(() => 235).open },
  new AsyncDisposableStack(),
)
const live = await LiveStreams.start(options)
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
const folder = readdirSync(tmpdir()).find(name => name.startsWith('stallcast-sock-') && !before.has(name))
process.stdout.write(JSON.stringify({ pids: transcoderPids(process.pid), folder }))
