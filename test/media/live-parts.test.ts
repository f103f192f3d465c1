import t from 'tap'
import { partTarget } from '../../src/media/ladder/part-grid.ts'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import type { MediaAnswer } from '../../src/media/media-answer.ts'
import { bytesOf, probe, publish, source, startLive } from '../helpers/ffmpeg-live.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)

const never = new AbortController().signal
const target = partTarget(0.4)

async function get(live: LiveStreams, slug: string, path: string, query = ''): Promise<MediaAnswer | null> {
  return live.answer(slug, path, new URLSearchParams(query), never)
}

type ListedPart = { readonly uri: string; readonly duration: number; readonly independent: boolean }

/** Parts by the number of their segment. */
function readParts(text: string): Map<number, ListedPart[]> {
  const parts = new Map<number, ListedPart[]>()
  for (const [, duration, uri = '', msn, independent] of text.matchAll(
    /#EXT-X-PART:DURATION=([\d.]+),URI="((\d+)\.\d+\.m4s)"(,INDEPENDENT=YES)?/g,
  )) {
    const part = { uri, duration: Number(duration), independent: independent !== undefined }
    parts.set(Number(msn), [...(parts.get(Number(msn)) ?? []), part])
  }
  return parts
}

/** Follows a playlist as a player does, by blocking reloads, until it holds so many segments. */
async function follow(live: LiveStreams, slug: string, rendition: string, segments: number) {
  const path = `${rendition}/index.m3u8`
  const started = async () => ((await get(live, slug, path))?.status === 200 ? true : null)
  await until(`the start of ${slug}`, started, 20_000)
  const seen = new Map<number, ListedPart[]>()
  let text = String((await get(live, slug, path))?.body)
  for (;;) {
    for (const [msn, parts] of readParts(text)) seen.set(msn, parts)
    if (text.match(/#EXTINF/g)?.length === segments) return { text, seen }
    const [, msn, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(text) ?? []
    const answer = await get(live, slug, path, `_HLS_msn=${msn}&_HLS_part=${part}`)
    if (answer?.status !== 200) throw new Error(`${slug} answers ${answer?.status}`)
    text = String(answer.body)
  }
}

/** Pictures in bytes that begin with an init segment: their times, and which are keyframes. */
async function pictures(bytes: Buffer) {
  const lines = await probe(bytes, '-select_streams', 'v', '-show_entries', 'packet=pts_time,flags')
  return lines.map(([time, flags]) => ({ time: Number(time), keyframe: flags?.startsWith('K') ?? false }))
}

const late = ['-max_interleave_delta', '1']
const cases = {
  'at 30, B-frames, sound that comes 0.8 s late': {
    info: source({ width: 320, height: 180 }),
    picture: { audio: 'sine=440,asetpts=PTS-0.8/TB', options: late },
    frames: 12,
  },
  'at 25 without sound': {
    info: source({ width: 320, height: 240, framesPerSecond: 25, audioCodec: null }),
    picture: {},
    frames: 10,
  },
  'at 24': { info: source({ width: 320, height: 180, framesPerSecond: 24 }), picture: {}, frames: 10 },
  'portrait at 29.97': {
    info: source({ width: 180, height: 320, framesPerSecond: 30_000 / 1001 }),
    picture: {},
    frames: 12,
  },
  'with pictures missing for a while': {
    info: source({ width: 320, height: 180 }),
    picture: { filter: "select='not(between(t,2.5,3.3))'", options: ['-fps_mode', 'vfr'] },
    frames: 12,
  },
  'with a hole in the sound': {
    info: source({ width: 320, height: 180 }),
    picture: { audio: "aevalsrc='sin(2*PI*440*t)':s=48000,aselect='not(between(t,2.5,3.7))'" },
    frames: 12,
  },
}

t.test('every part is as long as it must be, whatever the source', async t => {
  const { live } = await startLive(t, { renditions: ['180p', '120p'] })
  const rooms = Object.entries(cases).map(async ([what, { info, picture, frames }], index) => {
    const slug = `room${index}`
    live.start(await publish(t, slug, info, picture))
    const [top, low] = await Promise.all(['180p', '120p'].map(name => follow(live, slug, name, 4)))
    const rate = info.framesPerSecond
    for (const [msn, parts] of top?.seen ?? []) {
      const complete = top?.text.includes(`\n${msn}.m4s`)
      const wrong = parts.filter(
        ({ duration }) =>
          Math.abs(duration - frames / rate) > 0.0001 || duration > target || duration < target * 0.85,
      )
      t.same(wrong, [], `${what}: parts of ${msn}`)
      if (complete) t.equal(parts.length, 5, `${what}: ${msn} is whole`)
      t.equal(parts[0]?.independent, true)
    }
    // The lowest rendition has more keyframes.
    const cuts = (text = '') =>
      text
        .replaceAll(',INDEPENDENT=YES', '')
        .split('\n')
        .filter(line => /^#EXT(INF|-X-P)/.test(line))
    t.same(cuts(low?.text), cuts(top?.text), `${what}: both renditions are cut alike`)

    const map = /MAP:URI="(.*)"/.exec(top?.text ?? '')?.[1]
    const init = bytesOf(await get(live, slug, `180p/${map}`)) ?? Buffer.alloc(0)
    const [first = 0] = top?.seen.keys() ?? []
    let at = 0
    for (const [n, part] of (top?.seen.get(first) ?? []).entries()) {
      const bytes = bytesOf(await get(live, slug, `180p/${part.uri}`)) ?? Buffer.alloc(0)
      const found = await pictures(Buffer.concat([init, bytes]))
      t.equal(found.length, frames, `${what}: pictures of part ${n}`)
      t.ok(Math.abs((found[0]?.time ?? -1) - at) < 0.001)
      t.equal(found[0]?.keyframe, part.independent, 'what is called independent is')
      t.notOk(found.slice(1).some(({ keyframe }) => keyframe))
      at += frames / rate
    }
    const whole = bytesOf(await get(live, slug, `180p/${first}.m4s`))
    const joined = (top?.seen.get(first) ?? []).map(async ({ uri }) =>
      bytesOf(await get(live, slug, `180p/${uri}`)),
    )
    t.ok(whole?.equals(Buffer.concat((await Promise.all(joined)).map(bytes => bytes ?? Buffer.alloc(0)))))
  })
  await Promise.all(rooms)
})

t.test('a hinted part comes as soon as it is there, with the playlist that lists it', async t => {
  const { live } = await startLive(t, { renditions: ['120p'] })
  live.start(await publish(t, 'room', source({ width: 160, height: 120 })))
  const { text } = await follow(live, 'room', '120p', 1)
  const [, msn, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(text) ?? []
  const hinted = get(live, 'room', `120p/${msn}.${part}.m4s`)
  const reload = get(live, 'room', '120p/index.m3u8', `_HLS_msn=${msn}&_HLS_part=${part}`)
  const [media, playlist] = await Promise.all([hinted, reload])
  t.equal(media?.status, 200)
  t.ok((bytesOf(media)?.length ?? 0) > 100)
  t.match(String(playlist?.body), `URI="${msn}.${part}.m4s"`)
  const end = get(live, 'room', '120p/index.m3u8', `_HLS_msn=${Number(msn) + 1}`)
  await live.close()
  t.match(String((await end)?.body), 'EXT-X-ENDLIST', 'who waits is told of the end')
})
