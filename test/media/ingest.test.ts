import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { createLog } from '../../src/log.ts'
import { Ingest } from '../../src/media/ingest/ingest.ts'
import { broadcast, startFfmpeg } from '../helpers/rtmp-ffmpeg.ts'
import { startIngest } from '../helpers/rtmp-ingest.ts'
import { type Probe, probe, Recording } from '../helpers/rtmp-sink.ts'

// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

/** As OBS sends: B-frames, a keyframe each 250 frames, a rate that is held. */
const likeObs = [
  '-preset',
  'veryfast',
  '-bf',
  '2',
  '-g',
  '250',
  '-keyint_min',
  '250',
  '-sc_threshold',
  '0',
  '-b:v',
  '800k',
]

const fast = ['-preset', 'ultrafast', '-g', '50']

t.test('a stream as OBS sends it comes out whole, with its times', async t => {
  const { url, publication } = await startIngest(t)
  broadcast(t, `${url}/key-of-obs`, { rate: 30, seconds: 20, realtime: false, encoder: likeObs })
  const stream = await publication(0)
  t.match(stream, { slug: 'obs', remoteAddress: '127.0.0.1' })
  t.same(stream.info, { videoCodec: 'h264', width: 320, height: 180, framesPerSecond: 30, audioCodec: 'aac' })
  const recording = new Recording(stream)
  t.same(await stream.closed, { reason: 'the publisher stopped', goodbye: true })
  await recording.ended

  const tags = recording.tags.filter(tag => !tag.header)
  const pictures = tags.filter(tag => tag.track === 'video')
  const sounds = tags.filter(tag => tag.track === 'audio')
  t.match(tags[0], { track: 'video', time: 0, key: true })
  t.equal(pictures.length, 600)
  t.ok(Math.abs(sounds.length - (20 * 48000) / 1024) < 4, `${sounds.length} frames of sound`)
  t.ok(pictures.every((tag, i) => Math.abs(tag.time - (i * 1000) / 30) <= 1))

  const { streams, frames } = await probeRecording(t, recording)
  t.match(streams, [
    { codec_name: 'h264', has_b_frames: 2 },
    { codec_name: 'aac', sample_rate: '48000' },
  ])
  const shown = frames.filter(frame => frame.media_type === 'video')
  t.equal(shown.length, 600)
  const base = Number(shown[0]?.pts_time)
  t.ok(shown.every((frame, i) => Math.abs(Number(frame.pts_time) - base - i / 30) < 0.002))
  t.ok(shown.some(frame => frame.pict_type === 'B'))
})

t.test('a stream without sound is fine, whatever its shape', async t => {
  const { url, publication } = await startIngest(t)
  const cases = [
    { size: '720x1280', rate: 25, width: 720, height: 1280 },
    { size: '640x480', rate: 25, width: 640, height: 480 },
    // Neither side is a multiple of 16, so the picture is cropped out of its blocks, in units that differ.
    { size: '322x182', rate: 30, width: 322, height: 182 },
    {
      size: '321x181',
      rate: 25,
      width: 321,
      height: 181,
      encoder: ['-vf', 'scale=321:181', '-pix_fmt', 'yuv444p'],
    },
    {
      size: '322x181',
      rate: 25,
      width: 322,
      height: 181,
      encoder: ['-vf', 'scale=322:181', '-pix_fmt', 'yuv422p'],
    },
    { size: '322x180', rate: 25, width: 322, height: 180, encoder: ['-x264-params', 'interlaced=1:cqm=jvt'] },
    { size: '320x180', rate: 25, width: 320, height: 180, encoder: ['-profile:v', 'baseline'] },
    {
      size: '320x180',
      rate: 25,
      width: 320,
      height: 180,
      encoder: ['-vsync', 'vfr', '-enc_time_base', '1:90000'],
    },
  ]
  for (const [i, { size, rate, width, height, encoder = [] }] of cases.entries()) {
    const options = { size, rate, seconds: 2, realtime: false, audio: false, encoder: [...fast, ...encoder] }
    broadcast(t, `${url}/key-of-mute${i}`, options)
    const stream = await publication(i)
    t.same(stream.info, { videoCodec: 'h264', width, height, framesPerSecond: rate, audioCodec: null })
    const recording = new Recording(stream)
    await recording.ended
    t.equal(recording.bytes[4], 1, 'the FLV header promises a picture only')
    t.equal(recording.tags.filter(tag => tag.track === 'video' && !tag.header).length, rate * 2)
  }
})

t.test('a newcomer begins with the last keyframe, and is told how old it is', async t => {
  const { url, publication } = await startIngest(t)
  broadcast(t, `${url}/key-of-late`, {
    encoder: ['-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '250'],
  })
  const stream = await publication(0)
  await new Recording(stream).more(100)
  const recording = new Recording(stream)
  const { backlog, at } = recording.start
  t.ok(backlog > 700, `${backlog} ms`)
  t.ok(Math.abs(Date.now() - at - backlog) < 1500)
  const replayed = recording.tags
  t.same(
    replayed.slice(0, 2).map(tag => tag.header),
    [true, true],
  )
  t.match(replayed[2], { time: 0, key: true, track: 'video' })
  t.equal(Math.max(...replayed.map(tag => tag.time)), backlog)
  await recording.more(20)
  t.ok(isSmooth(recording, 40))
  const health = stream.health()
  t.ok(health.framesPerSecond > 15 && health.framesPerSecond < 40, `${health.framesPerSecond} fps`)
  t.ok(health.kilobitsPerSecond > 50, `${health.kilobitsPerSecond} kbit/s`)
  t.equal(health.droppedFrames, 0)
})

t.test('a wrong key is refused before any start, and ffmpeg fails', async t => {
  const { url, log, publications } = await startIngest(t)
  const { code, stderr } = await broadcast(t, `${url}/no-such-key`, { seconds: 5 }).exited
  t.not(code, 0)
  t.match(stderr, /the stream key is wrong/)
  t.equal(publications.length, 0)
  t.ok(log.some(line => line.msg.includes('wrong key')))
  t.notMatch(JSON.stringify(log), /no-such-key/)
})

t.test('nobody may play', async t => {
  const { url, publication, log } = await startIngest(t)
  broadcast(t, `${url}/key-of-shown`)
  const stream = await publication(0)
  const { code } = await startFfmpeg(t, ['-i', `${url}/key-of-shown`, '-t', '1', '-f', 'null', '-']).exited
  t.not(code, 0)
  t.ok(log.some(line => line.reason === 'nobody may play from here'))
  await new Recording(stream).more(30)
})

t.test('sound alone is refused, and so is a codec that cannot be broadcast', async t => {
  const { url, log, publications } = await startIngest(t)
  const audioOnly = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000', '-t', '60', '-c:a', 'aac', '-f', 'flv']
  t.not((await startFfmpeg(t, [...audioOnly, `${url}/key-of-radio`]).exited).code, 0)
  t.ok(log.some(line => line.reason === 'there is no picture'))
  const old = ['-f', 'lavfi', '-i', 'testsrc2=size=352x288:rate=25', '-t', '60', '-c:v', 'flv1', '-f', 'flv']
  t.not((await startFfmpeg(t, [...old, `${url}/key-of-old`]).exited).code, 0)
  t.ok(log.some(line => line.reason === 'video codec h263 is not supported; choose H.264'))
  t.equal(publications.length, 0)
})

t.test('the right key takes over from a frozen publisher within 3 seconds', async t => {
  const { url, publication } = await startIngest(t)
  const frozen = broadcast(t, `${url}/key-of-shop`)
  const first = await publication(0)
  const seen = new Recording(first)
  await seen.more(10)
  frozen.child.kill('SIGSTOP')
  const begun = performance.now()
  broadcast(t, `${url}/key-of-shop`)
  t.same(await first.closed, { reason: 'taken over', goodbye: false })
  await seen.ended
  const second = await publication(1)
  const took = performance.now() - begun
  t.ok(took < 3000, `${Math.round(took)} ms`)
  t.equal(second.slug, 'shop')
  await new Recording(second).more(20)
})

t.test('a publisher that freezes or is killed is gone, without a grace', async t => {
  const { url, publication } = await startIngest(t, { limits: { idleSeconds: 2 } })
  const frozen = broadcast(t, `${url}/key-of-a`)
  const first = await publication(0)
  frozen.child.kill('SIGSTOP')
  t.same(await first.closed, { reason: 'the publisher sent nothing any more', goodbye: false })
  const killed = broadcast(t, `${url}/key-of-a`)
  const second = await publication(1)
  const begun = performance.now()
  killed.child.kill('SIGKILL')
  await second.closed
  t.ok(performance.now() - begun < 3000)
})

t.test('a bitrate above the limit ends the stream with its reason', async t => {
  const { url, publication, log } = await startIngest(t, { limits: { maxKbps: 200 } })
  const noise = ['-preset', 'ultrafast', '-b:v', '3M', '-minrate', '3M', '-bufsize', '3M', '-nal-hrd', 'cbr']
  broadcast(t, `${url}/key-of-fat`, { encoder: [...noise, '-maxrate', '3M'] })
  const stream = await publication(0)
  t.same(await stream.closed, { reason: 'the bitrate is above 200 kbit/s', goodbye: false })
  t.ok(log.some(line => line.level === 30 && line.reason === 'the bitrate is above 200 kbit/s'))
})

t.test('closing a publication ends the encoder, and closing the ingest ends all', async t => {
  const { ingest, url, publication } = await startIngest(t)
  const first = broadcast(t, `${url}/key-of-a`)
  const stream = await publication(0)
  stream.close('the show is over')
  t.same(await stream.closed, { reason: 'the show is over', goodbye: false })
  t.not((await first.exited).code, 0)
  broadcast(t, `${url}/key-of-b`)
  const other = await publication(1)
  await Promise.all([ingest.close(), ingest.close()])
  t.same(await other.closed, { reason: 'the server stops', goodbye: false })
})

t.test('a port that is taken fails the start', async t => {
  const { ingest } = await startIngest(t)
  await t.rejects(
    Ingest.start({
      host: '127.0.0.1',
      port: ingest.port,
      limits: configWith({}).rtmp,
      authorize: async () => null,
      onPublication: () => {},
      log: createLog('silent'),
    }),
    { code: 'EADDRINUSE' },
  )
})

function isSmooth(recording: Recording, step: number): boolean {
  const times = recording.tags.filter(tag => tag.track === 'video' && !tag.header).map(tag => tag.time)
  return times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) === step)
}

async function probeRecording(t: Test, recording: Recording): Promise<Probe> {
  const file = join(t.testdir(), 'recording.flv')
  await writeFile(file, recording.bytes)
  return probe(file)
}
