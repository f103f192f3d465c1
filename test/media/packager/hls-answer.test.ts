import { getEventListeners } from 'node:events'
import t from 'tap'
import type { MediaAnswer } from '../../../src/media/media-answer.ts'
import { hlsAnswer } from '../../../src/media/packager/hls-answer.ts'
import { Timeline } from '../../../src/media/packager/timeline.ts'
import { addParts, newTimeline, openRun } from '../../helpers/hand-made-parts.ts'

const never = new AbortController().signal

function ask(timeline: Timeline, path: string, query = '', signal = never) {
  return hlsAnswer(timeline, path, new URLSearchParams(query), signal)
}

/** An answer that does not have to be waited for. */
function now(timeline: Timeline, path: string, query = ''): MediaAnswer | null {
  const answer = ask(timeline, path, query)
  if (answer instanceof Promise) throw new Error(`${path}?${query} has to be waited for`)
  return answer
}

/** A playlist that is being waited for. */
async function later(
  timeline: Timeline,
  query: string,
): Promise<{ status: number | undefined; text: string }> {
  const answer = ask(timeline, '360p/index.m3u8', query)
  if (!(answer instanceof Promise)) throw new Error(`${query} is answered at once: ${answer?.status}`)
  const found = await answer
  return { status: found?.status, text: String(found?.body) }
}

t.test('answers carry types and cache headers, and know no other paths', async t => {
  const { timeline } = newTimeline()
  t.match(now(timeline, 'index.m3u8'), { status: 503, retryAfter: 1, cacheControl: 'no-store' })
  t.match(now(timeline, '360p/index.m3u8'), { status: 503 })
  const run = openRun(timeline)
  addParts(timeline, run, 0, 6)
  const playlist = { status: 200, type: 'application/vnd.apple.mpegurl', cacheControl: 'public, max-age=1' }
  t.match(now(timeline, 'index.m3u8'), playlist)
  t.match(now(timeline, '360p/index.m3u8'), playlist)
  t.match(now(timeline, '360p/index.m3u8', '_HLS_msn=1001&_HLS_part=0'), {
    ...playlist,
    cacheControl: 'public, max-age=2',
  })
  const cacheControl = 'public, max-age=31536000, immutable'
  t.match(now(timeline, `360p/init-${run.id}.mp4`), { status: 200, type: 'video/mp4', cacheControl })
  t.match(now(timeline, '360p/1000.m4s'), { status: 200, type: 'video/iso.segment', cacheControl })
  t.match(now(timeline, '360p/1001.0.m4s'), { status: 200, type: 'video/iso.segment', cacheControl })
  for (const path of [
    '360p/1001.m4s',
    '360p/999.m4s',
    '360p/1000.5.m4s',
    '360p/1001.2.m4s',
    '360p/init-5.mp4',
  ]) {
    t.match(now(timeline, path), { status: 404, cacheControl: 'public, max-age=1' }, path)
  }
  const wrong = [
    '',
    '360p',
    '360p/',
    '/index.m3u8',
    '../x',
    '0p/index.m3u8',
    '360p/1.ts',
    '360p/-1.m4s',
    '360p/1..m4s',
  ]
  wrong.push(
    `${'9'.repeat(400)}p/index.m3u8`,
    `360p/${'9'.repeat(16)}.m4s`,
    '360p/1000.1e3.m4s',
    '360p/index.m3u8\n',
  )
  for (const path of wrong) t.equal(now(timeline, path), null, path)
  timeline.end()
  t.match(now(timeline, '360p/index.m3u8'), { status: 200, cacheControl: 'no-cache' })
})

t.test("a segment is answered with its parts' buffers, as they are", async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline), 0, 5)
  const body = now(timeline, '360p/1000.m4s')?.body
  if (!Array.isArray(body)) throw new Error('not a list of buffers')
  t.equal(body.length, 5)
  for (const [n, bytes] of body.entries()) t.equal(bytes, now(timeline, `360p/1000.${n}.m4s`)?.body)
})

t.test('a playlist waits for the segment or the part that is asked for', async t => {
  const { timeline } = newTimeline()
  const run = openRun(timeline)
  addParts(timeline, run, 0, 7)
  const order: string[] = []
  const note = (what: string, query: string) =>
    later(timeline, query).then(({ status, text }) => {
      order.push(what)
      t.equal(status, 200)
      return text
    })
  const segment = note('segment', '_HLS_msn=1001')
  const part = note('part', '_HLS_msn=1001&_HLS_part=2')
  const beyond = note('beyond', '_HLS_msn=1001&_HLS_part=5')
  const next = note('next', '_HLS_msn=1002&_HLS_part=1')
  addParts(timeline, run, 7, 8)
  t.match(await part, 'URI="1001.2.m4s"\n#EXT-X-PRELOAD-HINT')
  addParts(timeline, run, 8, 10)
  t.match(await segment, /\n1001\.m4s\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI="1002\.0\.m4s"/)
  t.equal(timeline.waiting, 2)
  addParts(timeline, run, 10, 11)
  t.match(await beyond, 'URI="1002.0.m4s"', 'a part beyond the last is the first of the next segment')
  addParts(timeline, run, 11, 12)
  await next
  t.same(order, ['part', 'segment', 'beyond', 'next'])
  t.match(now(timeline, '360p/index.m3u8', '_HLS_msn=1000&_HLS_part=77'), { status: 200 })
  t.match(now(timeline, '360p/index.m3u8', '_HLS_msn=1'), { status: 200 }, 'long past')
})

t.test('a segment that ends early answers those who wait for its later parts with the next', async t => {
  const { timeline } = newTimeline()
  const run = openRun(timeline)
  addParts(timeline, run, 0, 7)
  const reload = later(timeline, '_HLS_msn=1001&_HLS_part=3')
  const hinted = ask(timeline, '360p/1001.2.m4s')
  timeline.closeSegment()
  t.match(await hinted, { status: 404 }, '6.2.6: a hint that comes to nothing')
  t.equal(timeline.waiting, 1)
  addParts(timeline, openRun(timeline), 0, 1)
  t.match((await reload).text, 'URI="1002.0.m4s"')
})

t.test('what makes no sense is refused', async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline), 0, 7)
  const wrong = [
    '_HLS_part=1',
    '_HLS_msn=',
    '_HLS_msn=x',
    '_HLS_msn=-1',
    '_HLS_msn=1001&_HLS_part=',
    '_HLS_msn=1e3',
  ]
  wrong.push('_HLS_msn=1001&_HLS_part=1.5', '_HLS_msn=1001&_HLS_msn=1001', `_HLS_msn=${'1'.repeat(30)}`)
  wrong.push(
    '_HLS_msn=1003',
    '_HLS_msn=1001&_HLS_part=9',
    '_HLS_msn=1002&_HLS_part=8',
    '_HLS_msn=999999999999999',
  )
  for (const query of wrong) {
    const answer = now(timeline, '360p/index.m3u8', query)
    t.match(answer, { status: 400, cacheControl: 'no-store' }, query)
  }
  t.match(now(timeline, '360p/index.m3u8', 'token=1&_HLS_skip=maybe&_HLS_x=1'), { status: 200 })
  timeline.end()
  t.match(
    now(timeline, '360p/index.m3u8', '_HLS_msn=1003'),
    { status: 200 },
    '6.2.5.2: ignored after the end',
  )
})

t.test('the end wakes everybody, as does somebody who goes', async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline), 0, 6)
  const gone = new AbortController()
  const reload = ask(timeline, '360p/index.m3u8', '_HLS_msn=1001', gone.signal)
  const part = ask(timeline, '360p/1001.1.m4s', '', gone.signal)
  const others = [later(timeline, '_HLS_msn=1001'), later(timeline, '_HLS_msn=1002&_HLS_part=1')]
  const lastPart = ask(timeline, '360p/1001.1.m4s')
  gone.abort()
  t.equal(await reload, null)
  t.equal(await part, null)
  t.equal(timeline.waiting, 3)
  timeline.end()
  for (const { status, text } of await Promise.all(others)) {
    t.equal(status, 200)
    t.match(text, /1001\.m4s\n#EXT-X-ENDLIST\n$/)
  }
  t.match(await lastPart, { status: 404 })
  t.equal(timeline.waiting, 0)
})

t.test('who has waited for three target durations is told so', async t => {
  const options = { segmentSeconds: 0.1, partSeconds: 0.4, playlistSegments: 3 }
  const timeline = new Timeline(options, { msn: 1, discontinuities: 0 }, () => {})
  addParts(timeline, openRun(timeline), 0, 5)
  const began = Date.now()
  const [reload, part] = await Promise.all([later(timeline, '_HLS_msn=2'), ask(timeline, '360p/2.0.m4s')])
  t.equal(reload.status, 503)
  t.match(part, { status: 503, retryAfter: 1, cacheControl: 'no-store' })
  t.ok(Date.now() - began >= 299)
  t.equal(timeline.waiting, 0)
})

/** Counts what is really made. */
class CountingTimeline extends Timeline {
  count = 0

  override made(key: string, make: () => string | null): string | null {
    return super.made(key, () => {
      this.count++
      return make()
    })
  }
}

t.test('thousands of blocked reloads cost one playlist, and leave nothing', async t => {
  const options = { segmentSeconds: 2, partSeconds: 0.4, playlistSegments: 6 }
  const timeline = new CountingTimeline(options, { msn: 1000, discontinuities: 0 }, () => {})
  const run = openRun(timeline, { renditions: ['360p', '240p'] })
  addParts(timeline, run, 0, 31)
  const viewers = Array.from({ length: 5000 }, () => new AbortController())
  const reloads = viewers.map(({ signal }, n) =>
    ask(timeline, `${n % 2 ? 360 : 240}p/index.m3u8`, '_HLS_msn=1006&_HLS_part=1', signal),
  )
  t.equal(timeline.waiting, 5000)
  t.equal(timeline.count, 0)
  addParts(timeline, run, 31, 32)
  const answers = await Promise.all(reloads)
  t.equal(timeline.count, 2, 'one text for each rendition')
  const texts = new Set(answers.map(answer => answer?.body))
  t.equal(texts.size, 2)
  for (const text of texts) t.match(text, 'URI="1006.1.m4s"')
  t.equal(timeline.waiting, 0)
  t.equal(viewers.flatMap(({ signal }) => getEventListeners(signal, 'abort')).length, 0)
})

t.test('so many may wait, and no more', async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline), 0, 6)
  const viewers = Array.from({ length: 20_000 }, () => new AbortController())
  const reloads = viewers.map(({ signal }) => ask(timeline, '360p/index.m3u8', '_HLS_msn=1001', signal))
  t.equal((await later(timeline, '_HLS_msn=1001')).status, 503)
  for (const viewer of viewers) viewer.abort()
  t.same(new Set(await Promise.all(reloads)), new Set([null]))
})
