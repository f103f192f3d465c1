import t from 'tap'
import type { RtpSink } from '../../../src/media/rtc-ports.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openChromiumSender } from '../../helpers/chromium-sender.ts'
import { startSfu } from '../../helpers/sfu-desk.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(180_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 2
const browser = await launchChromium(t)

type Heard = { packets: Map<number, Buffer[]>; reports: Map<number, { ntpMs: number; rtpTimestamp: number }> }

function ear() {
  const heard: Heard = { packets: new Map(), reports: new Map() }
  const sink: RtpSink = {
    rtp(layer, packet) {
      const before = heard.packets.get(layer)
      if (before) before.push(packet)
      else heard.packets.set(layer, [packet])
    },
    senderReport: (layer, report) => heard.reports.set(layer, report),
  }
  return { heard, sink }
}

for (const [codec, rids] of [
  ['H264', []],
  ['VP8', ['a', 'b']],
] as const) {
  t.test(`a host who sends ${codec} in ${rids.length || 1} layers is received, each layer apart`, async t => {
    const sfu = await startSfu(t)
    const page = await browser.newPage()
    t.teardown(() => page.close())
    const [video, audio] = [ear(), ear()]
    const { host, requestKeyframe } = await openChromiumSender(page, sfu, codec, rids, kind =>
      kind === 'video' ? video.sink : audio.sink,
    )
    const count = Math.max(1, rids.length)
    await until(
      'all layers',
      () => [...Array(count).keys()].every(layer => video.heard.packets.has(layer)),
      30_000,
    )
    await until('sound', () => (audio.heard.packets.get(0)?.length ?? 0) > 20, 30_000)
    await until(
      'sender reports',
      () => video.heard.reports.size === count && audio.heard.reports.size === 1,
      30_000,
    )
    for (const report of [...video.heard.reports.values(), ...audio.heard.reports.values()]) {
      t.ok(Math.abs(report.ntpMs - Date.now()) < 15_000, 'a report tells the time')
    }
    for (const [layer, packets] of video.heard.packets) {
      t.equal(new Set(packets.map(packet => packet.readUInt32BE(8))).size, 1, `layer ${layer} has one SSRC`)
      const [first] = packets
      const report = video.heard.reports.get(layer)
      const apart = ((report?.rtpTimestamp ?? 0) - (first?.readUInt32BE(4) ?? 0)) | 0
      t.ok(Math.abs(apart) < 90_000 * 60, 'packets and reports have the same clock')
    }
    const before = await keyframes(page)
    requestKeyframe(0)
    await until('a keyframe that was asked for', async () => (await keyframes(page)) > before, 20_000)
    t.ok(host.remoteAddress)
    await page.evaluate(() => (window as unknown as { sender: RTCPeerConnection }).sender.close())
    t.match(await host.closed, /closed by the other side/)
  })
}

function keyframes(page: Awaited<ReturnType<typeof browser.newPage>>): Promise<number> {
  return page.evaluate(async () => {
    const { sender } = window as unknown as { sender: RTCPeerConnection }
    let sum = 0
    for (const report of (await sender.getStats()).values()) sum += report.pliCount ?? 0
    return sum
  })
}
