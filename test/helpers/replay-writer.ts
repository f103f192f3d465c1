// A process that records without end, so that it can be killed in the middle of a write. Arguments: the folder of
// recordings, the id of the show, and a file with an encoded run.
import { readFile } from 'node:fs/promises'
import { deserialize } from 'node:v8'
import { configWith } from '../../config/load.ts'
import { ChildProcesses } from '../../src/child-process.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import { Replays } from '../../src/media/replay/replays.ts'
import { durationOf, packageRuns, repeated } from './replay-segments.ts'

const [folder = '', showId = '', runFile = ''] = process.argv.slice(2)
const log = createLog('silent')
const bus = new Bus(log)
bus.on('recording.stopped', ({ reason }) => {
  throw new Error(reason)
})
const config = configWith({})
const replays = await Replays.start({ folder, config, children: new ChildProcesses(), bus, log })
const { plan, pictures, aac } = deserialize(await readFile(runFile))
const recorder = await replays.record(showId)
const segments = packageRuns([
  { plan, pictures: pictures.map(Buffer.from), aac: Buffer.from(aac), startedAt: Date.now() },
])
const written = () => replays.info(showId)?.durationSeconds ?? 0
let added = 0
for (const segment of repeated(segments)) {
  recorder.add(segment)
  added += durationOf(segment)
  // So much waits that a write is always under way.
  while (added - written() > 60) await new Promise(resolve => setImmediate(resolve))
  process.stdout.write(`${written()}\n`)
}
