import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import {
  answer,
  bytesOf,
  download,
  flashAndBeep,
  type ListedSegment,
  probe,
  publish,
  readPlaylist,
  run,
  soundOffsets,
  source,
  startLive,
} from '../helpers/ffmpeg-live.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

const listed = (live: LiveStreams, rendition: string) => readPlaylist(live, 'room', rendition)?.segments ?? []

async function segments(live: LiveStreams, rendition: string, count: number) {
  return until(
    `${count} segments`,
    () => {
      const found = listed(live, rendition)
      return found.length >= count && found
    },
    20_000,
  )
}

/** Times of the keyframes in what has been shown. */
async function keyframes(live: LiveStreams, rendition: string): Promise<number[]> {
  const bytes = download(live, 'room', rendition, listed(live, rendition))
  const packets = await probe(bytes, '-select_streams', 'v', '-show_entries', 'packet=pts_time,flags')
  return packets.filter(([, flags]) => flags?.startsWith('K')).map(([time]) => Number(time))
}

/** From where to where there is sound in these segments, and its longest step from frame to frame. Seconds. */
async function sounds(live: LiveStreams, rendition: string, shown: readonly ListedSegment[]) {
  const bytes = download(live, 'room', rendition, shown)
  const packets = await probe(bytes, '-select_streams', 'a', '-show_entries', 'packet=pts')
  const times = packets.map(([time]) => Number(time) / 48_000)
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? Number.NaN))
  return { from: times[0] ?? Number.NaN, to: times.at(-1) ?? Number.NaN, longestStep: Math.max(...steps) }
}

function streams(live: LiveStreams): string[] {
  const lines = String(answer(live, 'room', 'index.m3u8')?.body).split('\n')
  return lines
    .filter(line => line.startsWith('#EXT-X-STREAM-INF'))
    .map(line => line.replace(/^.*?(CODECS)/, '$1'))
}

t.test(
  'a stream as OBS sends it becomes aligned renditions on the wall clock, with sound in step',
  async t => {
    const { live } = await startLive(t)
    const publication = await publish(t, 'room', source(), flashAndBeep)
    live.start(publication)
    const shown = await segments(live, '360p', 4)

    for (const [rendition, place, keyframe] of [
      ['360p', 'each second, or where the next part begins', (n: number) => n + (n % 2) * 0.2],
      ['240p', 'in each part', (n: number) => Math.round(n * 4) / 10],
    ] as const) {
      const times = await keyframes(live, rendition)
      t.ok(times.length >= 8)
      t.same(
        times,
        times.map((_, n) => keyframe(n)),
        `${rendition} has a keyframe ${place}`,
      )
    }
    t.same(
      listed(live, '360p').map(({ msn, date, duration }) => [msn, date, duration]),
      listed(live, '240p').map(({ msn, date, duration }) => [msn, date, duration]),
    )
    t.same(streams(live), [
      'CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE',
      'CODECS="avc1.42c015,mp4a.40.2",RESOLUTION=426x240,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE',
    ])

    let end = shown[0]?.date ?? 0
    for (const { date, duration } of shown) {
      t.ok(Math.abs(date - end) <= 1, 'one segment begins where the other ends')
      end = date + duration * 1000
      const time = date - (shown[0]?.date ?? 0)
      const arrival = publication.arrivals.find(picture => picture.time >= time)
      t.ok(
        Math.abs(date - (arrival?.at ?? 0)) <= 100,
        `PROGRAM-DATE-TIME is off by ${date - (arrival?.at ?? 0)} ms`,
      )
    }

    // The first flash is shown from 0 on: the room that OBS's timestamps leave for two B-frames is filled with it.
    const offsets = await soundOffsets(download(live, 'room', '240p', shown))
    t.ok(offsets.length >= 4)
    for (const offset of offsets) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)

    const server = createServer((request, response) => {
      const found = answer(live, 'room', request.url?.slice(1) ?? '')
      response
        .writeHead(found?.status ?? 404, { 'content-type': found?.type ?? 'text/plain' })
        .end(bytesOf(found) ?? found?.body)
    })
    t.teardown(() => server.close())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.m3u8`
    await publication.dispose()
    await until('the end', () => readPlaylist(live, 'room', '360p')?.ended)
    const out = await run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,width',
      '-of',
      'csv=p=0',
      url,
    ])
    t.match(String(out), /h264,640.*aac.*h264,426/s, 'a player reads it over HTTP')
    await until('the playlist is gone', () => answer(live, 'room', 'index.m3u8') === null)
  },
)

t.test('4:3 at 25 pictures a second, with silence where there is no sound', async t => {
  const { live } = await startLive(t, { renditions: ['720p', '480p', '240p'], hls: { segmentSeconds: 1 } })
  live.start(
    await publish(t, 'room', source({ width: 640, height: 480, framesPerSecond: 25, audioCodec: null })),
  )
  await segments(live, '480p', 3)
  t.same(streams(live), [
    'CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x480,FRAME-RATE=25.000,CLOSED-CAPTIONS=NONE',
    'CODECS="avc1.42c015,mp4a.40.2",RESOLUTION=320x240,FRAME-RATE=25.000,CLOSED-CAPTIONS=NONE',
  ])
  t.same((await keyframes(live, '480p')).slice(0, 3), [0, 1.2, 2.4])
  t.same((await keyframes(live, '240p')).slice(0, 4), [0, 0.4, 0.8, 1.2])
  const shown = listed(live, '240p')
  const end = shown.reduce((sum, { duration }) => sum + duration, 0)
  const { from, to, longestStep } = await sounds(live, '240p', shown)
  t.ok(from <= 0.03 && Math.abs(to + 1024 / 48_000 - end) <= 0.05, `sound from ${from} to ${to} of ${end}`)
  t.ok(longestStep < 0.03, 'it has no hole')
})

t.test('portrait is named by its shorter side', async t => {
  const { live } = await startLive(t, { hls: { segmentSeconds: 1 } })
  live.start(await publish(t, 'room', source({ width: 720, height: 1280 })))
  await segments(live, '360p', 2)
  t.match(streams(live), [/RESOLUTION=360x640/, /RESOLUTION=240x426/])
})

t.test('pictures that OBS drops on a bad line leave no hole: the last one stays', async t => {
  const { live } = await startLive(t)
  const gap = { filter: "select='not(between(t,2.5,3.3))'", options: ['-fps_mode', 'vfr'] }
  live.start(await publish(t, 'room', source(), gap))
  const shown = await segments(live, '240p', 4)
  t.same(
    shown.map(({ duration }) => duration),
    [2, 2, 2, 2],
  )
  t.same((await keyframes(live, '360p')).slice(0, 8), [0, 1.2, 2, 3.2, 4, 5.2, 6, 7.2])
})

t.test(
  'sound that is announced and missing, or stops, does not hold up the picture: there is silence',
  async t => {
    const { live } = await startLive(t, { renditions: ['240p'], hls: { segmentSeconds: 1 } })
    const small = source({ width: 426, height: 240 })
    live.start(await publish(t, 'room', small, { audio: null }))
    const first = await segments(live, '240p', 3)
    t.match(streams(live), [/CODECS="avc1\.42c015,mp4a\.40\.2"/])
    const missing = await sounds(live, '240p', first.slice(0, 3))
    t.ok(missing.from <= 0.03 && missing.to > 2, `there is sound from ${missing.from} to ${missing.to}`)
    t.ok(missing.longestStep < 0.03)
    const hasty = ['-max_interleave_delta', '100000']
    live.start(await publish(t, 'room', small, { audio: 'sine=440:d=2', options: hasty }))
    const turn = await until(
      'the second picture',
      () => listed(live, '240p').find(s => s.discontinuity),
      15_000,
    )
    await until('the picture after the sound', () => (listed(live, '240p').at(-1)?.msn ?? 0) >= turn.msn + 5)
    const since = listed(live, '240p').filter(({ msn }) => msn >= turn.msn)
    const stopped = await sounds(live, '240p', since)
    t.ok(stopped.to > 4, `the sound reaches to ${stopped.to}`)
    t.ok(stopped.longestStep < 0.03)
    t.match(live.state('room'), { state: 'live', encoder: { restarts: 0 } })
  },
)
