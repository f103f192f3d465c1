import t, { type Test } from 'tap'
import { isAacHeader, silenceOf, stereoHeader } from '../../../src/media/ladder/aac.ts'
import { type FlvTag, isFlvHeader, readFlvTag } from '../../../src/media/ladder/flv-tag.ts'
import { SteadySound } from '../../../src/media/ladder/steady-sound.ts'
import { run } from '../../helpers/ffmpeg-live.ts'

t.setTimeout(60_000)

const hex = (text: string) => Buffer.from(text, 'hex')
const header = hex('464c5601010000000900000000')
const picture = hex('2701000042')
const stereo = hex('af001190')
const mono44 = hex('af001208')
const mp3 = hex('2ffffb')
const frame = hex('af01ff')

function tag(type: number, time: number, body: Buffer): Buffer {
  const head = Buffer.alloc(11)
  head.writeUInt8(type, 0)
  head.writeUIntBE(body.length, 1, 3)
  head.writeUIntBE(time % 2 ** 24, 4, 3)
  head.writeUInt8(Math.floor(time / 2 ** 24), 7)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(11 + body.length)
  return Buffer.concat([head, body, tail])
}
const video = (time: number) => tag(9, time, picture)
const audio = (time: number, body = frame) => tag(8, time, body)

type Said = { readonly time: number; readonly kind: 'own' | 'silence' }

/** What comes out behind `SteadySound`. */
function listen(own: boolean, free = true) {
  const written: Buffer[] = []
  const out = {
    write: (bytes: Buffer) => {
      written.push(bytes)
      return free
    },
    onDrain: (callback: () => void) => callback(),
    end: () => void written.push(Buffer.from('end')),
  }
  const steady = new SteadySound(out, own)
  const tags = (track: FlvTag['track']) =>
    written.map(readFlvTag).filter((each): each is FlvTag => each?.track === track)
  const sounds = (): Said[] =>
    tags('audio')
      .filter(({ body }) => !isAacHeader(body))
      .map(({ time, body }) => ({ time, kind: body.equals(frame) || body.equals(mp3) ? 'own' : 'silence' }))
  return { steady, written, tags, sounds }
}

/** Milliseconds, up to one that is missing. */
function gapless(t: Test, sounds: readonly Said[], frameMs: number): void {
  const [first] = sounds
  const wrong = sounds.filter(({ time }, n) => Math.abs(time - (first?.time ?? 0) - n * frameMs) > 1)
  t.same(wrong, [], 'each frame is where the one before it ends')
}

t.test('a picture without sound is given silence that stands before it', async t => {
  const { steady, written, tags, sounds } = listen(true)
  steady.write(header)
  t.ok(isFlvHeader(written[0] ?? Buffer.alloc(0)))
  t.equal(written[0]?.[4], 5, 'the file is said to have both')
  for (let time = 0; time < 4000; time += 40) steady.write(video(time))
  t.same(tags('audio')[0]?.body, stereoHeader)
  gapless(t, sounds(), 64 / 3)
  const late = written.findIndex(bytes => bytes.equals(video(2000)))
  const before = written.slice(0, late).map(readFlvTag)
  const ahead = (before.findLast(tag => tag?.track === 'audio')?.time ?? 0) - 2000
  t.ok(ahead > 100 && ahead < 300, `it is ${ahead} ms ahead`)
})

t.test('silence keeps its time for as long as a show may last', async t => {
  let sounds = 0
  let last = 0
  let worst = 0
  const steady = new SteadySound(
    {
      write: bytes => {
        const tag = readFlvTag(bytes)
        if (tag?.track !== 'audio' || isAacHeader(tag.body)) return true
        last = tag.time
        worst = Math.max(worst, Math.abs(tag.time - (sounds++ * 64) / 3))
        return true
      },
      onDrain: () => {},
      end: () => {},
    },
    true,
  )
  steady.write(header)
  const end = 6 * 3_600_000
  for (let time = 0; time <= end; time += 9000) steady.write(video(time))
  t.ok(worst <= 0.5, `no frame is more than ${worst} ms from its time`)
  t.ok(last > end && last < end + 300)
})

t.test('a jump of the clock is not filled: FFmpeg does that, or the run ends', async t => {
  const { steady, written, sounds } = listen(true)
  steady.write(header)
  steady.write(video(0))
  const before = written.length
  steady.write(video(4_000_000_000))
  t.ok(written.length - before < 15, `${written.length - before} tags`)
  t.ok((sounds().at(-1)?.time ?? 0) > 4_000_000_000)
  steady.write(video(5))
  t.equal(written.at(-1)?.equals(video(5)), true, 'nor is one back')
})

t.test('sound is passed on as it comes, early, late by less than two seconds, or with a hole', async t => {
  const { steady, written } = listen(false)
  const tags = [header, audio(0, stereo), audio(500), video(0), video(1900), audio(100), audio(120)]
  for (const bytes of [...tags, video(2000), audio(1900), audio(1850), tag(18, 0, picture)]) {
    steady.write(bytes)
  }
  t.same(written.slice(1), [...tags.slice(1), video(2000), audio(1900), audio(1850), tag(18, 0, picture)])
})

t.test('sound that stays away is replaced until it is back, in its own format', async t => {
  const { steady, tags, sounds } = listen(false)
  const frameMs = (1024 / 44_100) * 1000
  steady.write(header)
  steady.write(audio(0, mono44))
  for (let n = 0; n < 10; n++) steady.write(audio(Math.round(n * frameMs)))
  for (let time = 0; time <= 4000; time += 40) steady.write(video(time))
  const said = sounds()
  t.same(
    said.slice(0, 11).map(({ kind }) => kind),
    [...Array.from({ length: 10 }, () => 'own'), 'silence'],
  )
  gapless(t, said, frameMs)
  const end = said.at(-1)?.time ?? 0
  t.ok(end > 4100, 'it has come up with the picture')
  t.same(tags('audio').at(-1)?.body, silenceOf(mono44)?.frame)

  const count = said.length
  for (const time of [2900, 3500]) steady.write(audio(time))
  steady.write(video(4040))
  t.equal(
    sounds().length,
    count,
    'what silence stands for is not said again, and no more is put in its place',
  )
  steady.write(audio(Math.round(end + frameMs)))
  steady.write(audio(Math.round(end + frameMs) - 5))
  steady.write(video(4500))
  t.same(
    sounds()
      .slice(count)
      .map(({ kind }) => kind),
    ['own', 'own'],
    'from there on it is the source’s own',
  )
})

t.test('sound that FFmpeg could not use is left out', async t => {
  const { steady, tags, sounds } = listen(true)
  for (const bytes of [header, audio(0, hex('af001390')), audio(0), video(0), audio(21), video(40)])
    steady.write(bytes)
  t.same(tags('audio')[0]?.body, stereoHeader)
  t.ok(sounds().every(({ kind }) => kind === 'silence'))
  t.equal(steady.begun, true)
})

t.test('sound of which no silence is known has none in its place', async t => {
  for (const body of [mp3, hex('af002b92'), hex('af0011b0'), hex('af001194'), hex('af0017'), hex('af0011')]) {
    const { steady, sounds } = listen(false)
    steady.write(header)
    if (body !== mp3) steady.write(audio(0, body))
    t.equal(steady.begun, false)
    steady.write(audio(0, body === mp3 ? mp3 : frame))
    t.equal(steady.begun, true)
    steady.write(video(10_000))
    t.same(
      sounds().map(({ kind }) => kind),
      ['own'],
      body.toString('hex'),
    )
  }
})

t.test('what is no tag is passed on', async t => {
  const { steady, written } = listen(true)
  const odd = [Buffer.alloc(0), hex('09'), video(0).subarray(0, -1), Buffer.concat([video(0), video(0)])]
  for (const bytes of odd) steady.write(bytes)
  t.same(written, odd)
})

t.test('a full sink, its drain and the end are the source’s to know', async t => {
  const { steady, written } = listen(true, false)
  t.equal(steady.write(header), false)
  t.equal(steady.write(video(0)), false)
  t.equal(steady.write(audio(0)), true, 'nothing was written')
  const drained = new Promise<void>(resolve => steady.onDrain(resolve))
  await drained
  steady.end()
  t.equal(String(written.at(-1)), 'end')
})

t.test('decoders hear silence of the right length', async t => {
  for (const [name, config, rate, channels] of [
    ['48 kHz stereo', stereo, 48_000, 2],
    ['44.1 kHz mono', mono44, 44_100, 1],
    ['with the extension that says that there is no SBR', hex('af00119056e500'), 48_000, 2],
  ] as const) {
    const { steady, written } = listen(false)
    steady.write(header)
    steady.write(audio(0, config))
    for (let time = 0; time <= 4000; time += 40) steady.write(video(time))
    const flv = Buffer.concat(written.filter(bytes => readFlvTag(bytes)?.track !== 'video'))
    const script = `exec ffmpeg -v warning -xerror -i pipe:0 -f s16le - 2>&1`
    const out = await run('sh', ['-c', script], flv)
    t.ok(
      out.every(byte => byte === 0),
      `${name}: there is nothing to hear, and nothing to complain of`,
    )
    const seconds = out.length / 2 / channels / rate
    t.ok(seconds > 4.15 && seconds < 4.3, `${name}: ${seconds} s`)
  }
})
