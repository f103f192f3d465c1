import t from 'tap'
import type { CodedPicture, CodedSound, LiveFrames } from '../../src/media/rtc-ports.ts'
import { publish, readPlaylist, source, startLive } from '../helpers/ffmpeg-live.ts'
import { transcoderPids } from '../helpers/ffmpeg-processes.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(90_000)

type Begun = {
  readonly renditions: readonly { readonly name: string; readonly videoKbps: number }[]
  readonly pictures: readonly CodedPicture[][]
  readonly sounds: CodedSound[]
  ended: boolean
}

/** Keeps all that it gets, by its runs. */
class KeptFrames implements LiveFrames {
  readonly runs: Begun[] = []

  get last(): Begun {
    const run = this.runs.at(-1)
    if (!run || run.ended) throw new Error('nothing has begun')
    return run
  }

  begin(renditions: Begun['renditions']): void {
    this.runs.push({
      renditions: [...renditions],
      pictures: renditions.map(() => []),
      sounds: [],
      ended: false,
    })
  }

  picture(rendition: number, picture: CodedPicture): void {
    this.last.pictures[rendition]?.push({ ...picture, data: Buffer.from(picture.data) })
  }

  sound(sound: CodedSound): void {
    this.last.sounds.push(sound)
  }

  end(): void {
    this.last.ended = true
  }
}

/** Types of the NAL units, each of which stands behind its length. @throws when they do not add up. */
function nalTypes(data: Buffer): number[] {
  const types: number[] = []
  for (let at = 0; at < data.length; at += 4 + data.readUInt32BE(at)) {
    types.push(data.readUInt8(at + 4) & 0x1f)
    if (at + 4 + data.readUInt32BE(at) > data.length) throw new RangeError('a NAL unit is cut off')
  }
  return types
}

const steps = (times: readonly number[]) => times.slice(1).map((time, n) => time - (times[n] ?? 0))

t.test(
  'frames come as they are coded, with the time at which they were received, over a death of FFmpeg',
  async t => {
    const frames = new KeptFrames()
    const { live } = await startLive(t, { frames })
    const publication = await publish(t, 'room', source())
    live.start(publication)
    await until('three seconds', () => (frames.runs[0]?.pictures[1]?.length ?? 0) >= 90, 20_000)
    for (const pid of transcoderPids(process.pid)) process.kill(pid, 'SIGKILL')
    await until('some of the next run', () => (frames.runs[1]?.pictures[1]?.length ?? 0) >= 40, 20_000)
    t.ok(frames.runs[0]?.ended)
    await publication.dispose()
    await until('the end', () => frames.runs[1]?.ended, 10_000)

    for (const { renditions, pictures, sounds } of frames.runs) {
      t.match(renditions, [{ name: '360p', videoKbps: Number }, { name: '240p' }])
      for (const [rendition, lane] of pictures.entries()) {
        t.equal(lane[0]?.keyframe, true)
        t.ok(steps(lane.map(({ at }) => at)).every(step => Math.abs(step - 1000 / 30) < 0.01))
        t.ok(
          lane.every(({ parameterSets }) => parameterSets.map(set => (set[0] ?? 0) & 0x1f).join() === '7,8'),
        )
        t.ok(lane.every(({ data, keyframe }) => nalTypes(data).includes(5) === keyframe))
        const keyframes = lane.filter(({ keyframe }) => keyframe).map(({ at }) => at)
        const longest = rendition === 1 ? 400 : 1200
        t.ok(
          steps(keyframes).every(step => step < longest + 1),
          `no more than ${longest} ms to a keyframe`,
        )
      }
      const [top, low] = pictures
      t.ok(Math.abs((top?.[0]?.at ?? 0) - (low?.[0]?.at ?? 0)) < 1500)
      t.ok(steps(sounds.map(({ at }) => at)).every(step => Math.abs(step - 20) < 0.01))
      // RFC 6716, 3.1: 31 is CELT, full band, 20 ms; then the bit for stereo.
      t.ok(sounds.every(({ data }) => (data[0] ?? 0) >> 2 === 31 * 2 + 1))
    }
    const [before, after] = frames.runs.map(run => run.pictures[0] ?? [])
    const last = before?.at(-1)?.at ?? 0
    t.ok((after?.[0]?.at ?? 0) > last - 250, 'times do not go back')
    const first = publication.arrivals[0]?.at ?? 0
    t.ok(Math.abs((before?.[0]?.at ?? 0) - first) < 100, 'PROGRAM-DATE-TIME is when it was received')
  },
)

t.test('who takes frames and fails does no harm to HLS', async t => {
  let begun = 0
  const fail = () => {
    throw new Error('no frames today')
  }
  const frames: LiveFrames = { begin: () => void begun++, picture: fail, sound: fail, end: fail }
  const { live } = await startLive(t, { frames, hls: { segmentSeconds: 1 } })
  live.start(await publish(t, 'room', source({ width: 320, height: 180 })))
  await until('two segments', () => (readPlaylist(live, 'room', '180p')?.segments.length ?? 0) >= 2, 20_000)
  t.equal(begun, 1)
  t.match(live.state('room'), { state: 'live', encoder: { restarts: 0 } })
})
