import type { Test } from 'tap'
import { createLog } from '../../../src/log.ts'
import { type RtpOutlet, roomRtp } from '../../../src/media/rtc-ports.ts'
import { Sfu } from '../../../src/media/sfu/sfu.ts'
import { type SignallingSite, serveSignalling } from '../signalling-site.ts'
import { startTestMedia } from './test-media.ts'

/** WHIP and WHEP on a real SFU: hosts are received, and viewers of the room `tea` get a clock and a tone. */
export async function serveRtc(t: Test): Promise<SignallingSite> {
  const outlets = new Set<RtpOutlet>()
  const sfu = await Sfu.start({
    workers: 1,
    port: 0,
    announcedAddress: '127.0.0.1',
    viewers: 50,
    viewersPerWorker: 50,
    layers: 1,
    lowestKbps: 200,
    feeds: {
      attach: (_slug, outlet) => {
        outlets.add(outlet)
        return () => outlets.delete(outlet)
      },
    },
    log: createLog('silent'),
  })
  t.teardown(() => sfu.close())
  const stop = await startTestMedia((kind, packet) => {
    const [type, ssrc] =
      kind === 'video'
        ? [roomRtp.videoPayloadType, roomRtp.videoSsrc(0)]
        : [roomRtp.audioPayloadType, roomRtp.audioSsrc]
    packet.writeUInt8((packet.readUInt8(1) & 0x80) | type, 1)
    packet.writeUInt32BE(ssrc, 8)
    for (const outlet of outlets) outlet[kind](packet)
  })
  t.teardown(stop)
  return serveSignalling(t, sfu, {
    onHost: async ({ session, media }) => {
      const sink = { rtp: () => undefined, senderReport: () => undefined }
      await Promise.all(media.map(each => session.receive(each, sink)))
      return { goodbye: () => undefined }
    },
  })
}
