import t from 'tap'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import type { OpenOverlay } from '../../src/media/ports.ts'
import { cardServers } from '../helpers/ffmpeg-card.ts'
import { download, luma, publish, readPlaylist, source, startLive } from '../helpers/ffmpeg-live.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(90_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

/** Where a card of 160×80 at 16,16 of 640×360 lies in each rendition, less its edges. */
const places = { '360p': '120:40:36:36', '240p': '80:26:24:24' }
const darkCorner = 'drawbox=0:0:240:160:black:fill'
const frame = 1 / 30

type Step = { readonly time: number; readonly lit: boolean }

/** When the card comes and goes in what a rendition has shown so far. */
async function steps(live: LiveStreams, rendition: keyof typeof places): Promise<Step[]> {
  const segments = readPlaylist(live, 'room', rendition)?.segments ?? []
  const pictures = await luma(download(live, 'room', rendition, segments), places[rendition])
  const found: Step[] = []
  for (const { time, value } of pictures) {
    const lit = value > 120
    if (lit !== (found.at(-1)?.lit ?? false)) found.push({ time, lit })
  }
  return found
}

const segmentsOf = (live: LiveStreams) => readPlaylist(live, 'room', '360p')?.segments ?? []

t.test('frame n of the card lies on the picture at n/fps seconds, in every rendition', async t => {
  const { open, opened } = cardServers(n => (Math.floor(n / 30) % 2 === 1 ? 235 : 0))
  const { live } = await startLive(t, { openOverlay: open })
  live.start(await publish(t, 'room', source(), { filter: darkCorner }))
  await until('three segments', () => segmentsOf(live).length >= 3, 15_000)
  for (const rendition of ['360p', '240p'] as const) {
    const seen = await steps(live, rendition)
    t.ok(seen.length >= 4, `${rendition} shows ${seen.length} changes`)
    for (const [index, { time, lit }] of seen.entries()) {
      t.equal(lit, index % 2 === 0)
      t.ok(Math.abs(time - (index + 1)) <= frame + 0.001, `${rendition}: change ${index} at ${time}`)
    }
  }
  const [card] = opened
  t.equal(card?.pictureTime(0), segmentsOf(live)[0]?.date, 'and pictureTime is the clock of the playlist')
})

t.test('a card feed that ends vanishes from the picture, which goes on', async t => {
  const { open, opened } = cardServers(n => (opened.length === 1 && n >= 45 ? 'end' : 235))
  const { live } = await startLive(t, { openOverlay: open })
  live.start(await publish(t, 'room', source(), { filter: darkCorner }))
  await until('three segments', () => segmentsOf(live).length >= 3, 15_000)
  const [on, off] = await steps(live, '360p')
  t.match(on, { lit: true })
  t.ok(Math.abs((off?.time ?? 0) - 1.5) <= frame + 0.001, `gone at ${off?.time}`)
  t.match(live.state('room'), { state: 'live', encoder: { restarts: 0 } })
  live.renew('room')
  await until('the second card', () => (opened[1]?.frames ?? 0) > 30, 15_000)
  t.equal(opened[0]?.closed, true)
})

const broken: Record<string, OpenOverlay> = {
  'that cannot be opened': async () => {
    throw new Error('no card today')
  },
  'that never comes': () => Promise.withResolvers<never>().promise,
  'that takes no connections': async () => ({
    url: 'unix:/nonexistent/card.sock',
    pixelFormat: 'yuva420p',
    box: { x: 16, y: 16, width: 160, height: 80 },
    framesPerSecond: 30,
    close: async () => {},
  }),
}
for (const [what, openOverlay] of Object.entries(broken)) {
  t.test(`a card ${what} does not keep the stream from going live`, async t => {
    const { live } = await startLive(t, { openOverlay, hls: { segmentSeconds: 1 } })
    live.start(await publish(t, 'room', source()))
    await until('two segments', () => segmentsOf(live).length >= 2, 15_000)
    t.equal(live.state('room').state, 'live')
  })
}
