import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import t from 'tap'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import { SocketFolder } from '../../src/socket-folder.ts'
import {
  answer,
  download,
  flashAndBeep,
  probe,
  publish,
  readPlaylist,
  soundOffsets,
  source,
  startLive,
} from '../helpers/ffmpeg-live.ts'
import { isRunning } from '../helpers/ffmpeg-processes.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3
// All folders are counted: nothing else may run.
const alone = { buffered: false }
// What other tests and servers do in the common folder is none of this test's business.
process.env.TMPDIR = await tempFolder(t)

const segmentsOf = (live: LiveStreams) => readPlaylist(live, 'room', '360p')?.segments ?? []
const liveFolders = async () => (await readdir(tmpdir())).filter(name => name.startsWith('stallcast-sock-'))

t.test('FFmpeg that is killed is back within 5 s, with a discontinuity and numbers that go on', async t => {
  const { live, children } = await startLive(t)
  live.start(await publish(t, 'room', source(), flashAndBeep))
  // Late in the publisher's 8 s from keyframe to keyframe: the new FFmpeg has to read through them.
  await until('three segments', () => segmentsOf(live).length >= 3, 15_000)
  const before = segmentsOf(live)
  const [pid] = children.transcoders
  if (pid === undefined) throw new Error('there is no FFmpeg')
  process.kill(pid, 'SIGKILL')
  const killedAt = Date.now()
  const after = await until(
    'a segment of the new run',
    () => segmentsOf(live).find(s => s.discontinuity),
    15_000,
  )
  t.ok(Date.now() - killedAt <= 5000, `back after ${Date.now() - killedAt} ms`)
  t.not(after.map, before[0]?.map)
  const shown = segmentsOf(live)
  t.same(
    shown.map(({ msn }) => msn),
    shown.map((_, index) => (before[0]?.msn ?? 0) + index),
  )
  t.ok(Math.abs(after.date + after.duration * 1000 - Date.now()) < 1500, 'its pictures are of now')
  const [first] = shown
  t.ok(after.date > (first?.date ?? 0) + 4000)
  t.match(live.state('room'), { state: 'live', encoder: { restarts: 1 } })
  t.equal(answer(live, 'room', `360p/${first?.uri}`)?.status, 200)
  const pictures = await probe(
    download(live, 'room', '360p', [after]),
    '-show_entries',
    'packet=pts_time,flags',
  )
  t.match(pictures[0], ['0.000000', /K/])
  const next = await until(
    'one more',
    () => segmentsOf(live).find(({ msn }) => msn === after.msn + 1),
    15_000,
  )
  const offsets = await soundOffsets(download(live, 'room', '360p', [after, next]))
  t.ok(offsets.length >= 2)
  for (const offset of offsets) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)
})

t.test('FFmpeg that hangs is replaced', async t => {
  const { live, children } = await startLive(t, { hls: { segmentSeconds: 1 } })
  live.start(await publish(t, 'room', source()))
  await until('a segment', () => segmentsOf(live).length >= 1, 15_000)
  const [pid] = children.transcoders
  if (pid === undefined) throw new Error('there is no FFmpeg')
  process.kill(pid, 'SIGSTOP')
  const discontinuities = () => segmentsOf(live).filter(s => s.discontinuity).length
  await until('the slate, and a new run after it', () => discontinuities() === 2, 20_000)
  t.equal(isRunning(pid), false)
})

t.test('a source that FFmpeg cannot process is given up, and its publisher told why', async t => {
  const { live, bus, children } = await startLive(t)
  const reasons: string[] = []
  bus.on('stream.offline', ({ reason }) => reasons.push(reason))
  const publication = await publish(t, 'room', source())
  live.start(publication)
  const hunter = setInterval(() => {
    for (const pid of children.transcoders) process.kill(pid, 'SIGKILL')
  }, 20)
  t.teardown(() => clearInterval(hunter))
  const { reason } = await publication.closed
  t.match(reason, /cannot be processed: FFmpeg ended with SIGKILL/)
  await until('offline', () => live.state('room').state === 'offline')
  t.same(reasons, [reason])
})

t.test('closing in the middle of a start leaves nothing', alone, async t => {
  const before = await liveFolders()
  for (const delay of [0, 30, 120]) {
    const { live, children } = await startLive(t)
    const publication = await publish(t, 'room', source())
    live.start(publication)
    await new Promise(resolve => setTimeout(resolve, delay))
    await live.close()
    t.equal(children.size, 0)
    t.same(children.transcoders, [])
    await publication.closed
  }
  t.same(await liveFolders(), before)
})

t.test('another publisher takes over: players go on after a discontinuity', async t => {
  const { live, bus } = await startLive(t, { hls: { segmentSeconds: 1 } })
  const events: string[] = []
  bus.on('stream.offline', () => events.push('offline'))
  bus.on('stream.live', () => events.push('live'))
  const first = await publish(t, 'room', source())
  live.start(first)
  await until('two segments', () => segmentsOf(live).length >= 2, 15_000)
  const second = await publish(t, 'room', source({ width: 320, height: 240, framesPerSecond: 25 }))
  live.start(second)
  const next = await until('the second picture', () => segmentsOf(live).find(s => s.discontinuity), 15_000)
  t.match(await first.closed, { reason: 'another publisher has taken over' })
  t.same(events, ['live'])
  t.equal(readPlaylist(live, 'room', '360p')?.ended, false)
  // There is no 360p in the second ladder: who plays it gets the nearest.
  const [size] = await probe(download(live, 'room', '360p', [next]), '-show_entries', 'stream=width,height')
  t.same(size, ['320', '240'])
  t.match(
    String(answer(live, 'room', 'index.m3u8')?.body),
    /RESOLUTION=320x240,FRAME-RATE=25\.000,CLOSED-CAPTIONS=NONE\n240p/,
  )
  await second.dispose()
  await until('the end', () => readPlaylist(live, 'room', '360p')?.ended)
  t.same(events, ['live', 'offline'])
})

t.test('a publisher that comes back after the end does not bring the old picture with it', async t => {
  const { live } = await startLive(t, { hls: { segmentSeconds: 1, lingerSeconds: 30 } })
  const first = await publish(t, 'room', source())
  live.start(first)
  await until('two segments', () => segmentsOf(live).length >= 2, 15_000)
  await first.dispose()
  await until('the end', () => readPlaylist(live, 'room', '360p')?.ended)
  const last = segmentsOf(live).at(-1)
  live.start(await publish(t, 'room', source()))
  await until('starting', () => answer(live, 'room', 'index.m3u8')?.status === 503)
  t.equal(answer(live, 'room', `360p/${last?.uri}`)?.status, 200, 'slow players can still read the end')
  const [next] = await until(
    'the new picture',
    () => segmentsOf(live).length >= 1 && segmentsOf(live),
    15_000,
  )
  t.equal(next?.msn, (last?.msn ?? 0) + 1)
  t.ok(next?.discontinuity)
})

t.test('a server that is killed leaves no FFmpeg, and the next one removes its folder', async t => {
  const server = spawn(process.execPath, [`${import.meta.dirname}/../helpers/ffmpeg-live-server.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => server.kill('SIGKILL'))
  const [line] = await once(server.stdout, 'data')
  const { pids, folder } = JSON.parse(String(line))
  t.ok(pids.length >= 1)
  t.ok((await liveFolders()).includes(folder))
  const exit = once(server, 'exit')
  server.kill('SIGKILL')
  // Until then its sockets answer.
  await exit
  await until('no FFmpeg', () => pids.every((pid: number) => !isRunning(pid)), 5000)
  const next = await SocketFolder.start()
  t.teardown(() => next.close())
  t.notOk((await liveFolders()).includes(folder))
})
