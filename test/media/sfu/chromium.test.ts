import t from 'tap'
import { launchChromium } from '../../helpers/chromium.ts'
import { behind, framesOf, openChromiumViewer } from '../../helpers/chromium-viewer.ts'
import { RoomFeed } from '../../helpers/room-feed.ts'
import { startSfu } from '../../helpers/sfu-desk.ts'
import { UdpRelay } from '../../helpers/udp-relay.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(500_000)

const layers = [
  { width: 320, height: 180, kbps: 120 },
  { width: 640, height: 360, kbps: 400 },
  { width: 960, height: 540, kbps: 900 },
]
const feed = await RoomFeed.start(layers)
t.teardown(() => feed.close())
const browser = await launchChromium(t)

for (const [title, offers, protocol] of [
  [
    'a browser that offers as any WHEP client does sees the room, with timestamps that tell the time',
    true,
    'udp',
  ],
  ['so does one that takes the offer of this server', false, 'udp'],
  ['and one whose network lets no UDP through', false, 'tcp'],
] as const) {
  t.test(title, async t => {
    const sfu = await startSfu(t, { feeds: feed })
    const page = await browser.newPage()
    t.teardown(() => page.close())
    const session = await openChromiumViewer(page, sfu, 'tea', offers, { protocol })
    await until('pictures are shown', async () => (await framesOf(page)).length > 60, 30_000)
    const late = (await framesOf(page)).slice(30).map(behind)
    t.ok(
      Math.min(...late) > -150 && Math.max(...late) < 1500,
      `${Math.min(...late)} to ${Math.max(...late)} ms`,
    )
    t.equal(sfu.viewers, 1)
    await page.evaluate(() => window.viewer.pc.close())
    t.match(await session.closed, /closed by the other side/)
    t.equal(sfu.viewers, 0)
  })
}

for (const [title, offers] of [
  [
    'a viewer on a line of 300 kbit/s gets the low layer, and the high one when the line is good again',
    false,
  ],
  ['the low layer also comes to one whose offer leaves only losses to judge the line by', true],
] as const) {
  t.test(title, async t => {
    t.setTimeout(220_000)
    const sfu = await startSfu(t, { feeds: feed })
    const page = await browser.newPage()
    t.teardown(() => page.close())
    using line = await UdpRelay.open()
    await openChromiumViewer(page, sfu, 'tea', offers, {
      relay: async port => {
        line.server = { address: '127.0.0.1', port }
        return line
      },
    })
    const shown = async (width: number) => {
      const began = performance.now()
      await until(`a width of ${width}`, async () => (await framesOf(page)).at(-1)?.width === width, 120_000)
      t.comment(`${width} after ${Math.round(performance.now() - began)} ms`)
    }
    await shown(960)
    line.down.set({ kbps: 300 })
    await shown(320)
    t.pass('it has come down')
    // By losses alone the way up is tried after half a minute only.
    if (offers) return
    line.down.set({ kbps: Number.POSITIVE_INFINITY })
    await shown(960)
    // What the slow line still held comes late.
    const late = await until('pictures in time', async () => {
      const last = (await framesOf(page)).slice(-20).map(behind)
      return Math.max(...last) < 1500 && last
    })
    t.ok(Math.min(...late) > -150, `${Math.min(...late)} to ${Math.max(...late)} ms`)
  })
}
