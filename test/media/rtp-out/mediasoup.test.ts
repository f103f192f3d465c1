import { createSocket } from 'node:dgram'
import { createWorker } from 'mediasoup'
import type { Consumer, RtpCapabilities } from 'mediasoup/types'
import t from 'tap'
import { createLog } from '../../../src/log.ts'
import { roomRtp } from '../../../src/media/rtc-ports.ts'
import { RoomFeed } from '../../../src/media/rtp-out/room-feed.ts'
import { type CodedRoom, codeRoom, inOrder } from '../../helpers/coded-room.ts'
import { rtpFields, senderReports } from '../../helpers/rtp-fields.ts'
import { until } from '../../helpers/until.ts'

type Test = { teardown(task: () => unknown): void }
type Received = ReturnType<typeof rtpFields>

const h264 = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
} as const
const opus = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } as const

/** A router with the producers that the SFU makes of a room, and a viewer who takes what RTP comes. */
async function startRouter(t: Test, layers: number) {
  const worker = await createWorker({ logLevel: 'error' })
  t.teardown(() => worker.close())
  const router = await worker.createRouter({ mediaCodecs: [h264, opus] })
  const from = await router.createDirectTransport()
  const rtcp = { cname: roomRtp.cname, reducedSize: true }
  const picture = await from.produce({
    kind: 'video',
    rtpParameters: {
      codecs: [{ ...h264, payloadType: roomRtp.videoPayloadType, rtcpFeedback: [] }],
      encodings: Array.from({ length: layers }, (_, layer) => ({
        ssrc: roomRtp.videoSsrc(layer),
        dtx: false,
      })),
      rtcp,
    },
  })
  const sound = await from.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ ...opus, payloadType: roomRtp.audioPayloadType, rtcpFeedback: [] }],
      encodings: [{ ssrc: roomRtp.audioSsrc }],
      rtcp,
    },
  })
  const outlet = {
    video: (packet: Buffer) => void picture.send(packet),
    audio: (packet: Buffer) => void sound.send(packet),
    videoRtcp: (packet: Buffer) => void from.sendRtcp(packet),
    audioRtcp: (packet: Buffer) => void from.sendRtcp(packet),
  }
  const to = await router.createDirectTransport()
  // Without feedback mediasoup cannot guess a bandwidth, and changes layers as it is told.
  const codecs = router.rtpCapabilities.codecs?.map(codec => ({ ...codec, rtcpFeedback: [] })) ?? []
  const rtpCapabilities: RtpCapabilities = { codecs, headerExtensions: [] }
  const consume = (producerId: string) => to.consume({ producerId, rtpCapabilities })
  return {
    router,
    outlet,
    viewPicture: () => consume(picture.id),
    hear: () => consume(sound.id),
    picture,
    sound,
  }
}

/** A viewer by UDP, who is told the clocks of pictures and sound; DirectTransport sends no reports. */
async function watchClocks(t: Test, { router, picture, sound }: Awaited<ReturnType<typeof startRouter>>) {
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  const listenInfo = { protocol: 'udp', ip: '127.0.0.1' } as const
  const transport = await router.createPlainTransport({ listenInfo, rtcpMux: true })
  await transport.connect({ ip: '127.0.0.1', port: socket.address().port })
  const { rtpCapabilities } = router
  const [seen, heard] = await Promise.all(
    [picture, sound].map(({ id }) => transport.consume({ producerId: id, rtpCapabilities })),
  )
  const clocks = { seen: [] as number[], heard: [] as number[] }
  socket.on('message', packet => {
    for (const { ssrc, ntpMs, timestamp } of senderReports(packet)) {
      const isPicture = ssrc === seen?.rtpParameters.encodings?.[0]?.ssrc
      if (!isPicture && ssrc !== heard?.rtpParameters.encodings?.[0]?.ssrc) continue
      const ticksPerMs = isPicture ? 90 : 48
      // How far RTP's time is ahead of the time that is told with it.
      const ticks = (timestamp - (Math.round(ntpMs * ticksPerMs) % 2 ** 32)) | 0
      clocks[isPicture ? 'seen' : 'heard'].push(ticks / ticksPerMs)
    }
  })
  return clocks
}

function record(consumer: Consumer): Received[] {
  const received: Received[] = []
  consumer.on('rtp', packet => received.push(rtpFields(Buffer.from(packet))))
  return received
}

/** Sends the room at its own pace, over and over, until `stop`. `lateMs`: by how much each piece is late, at most. */
function play(feed: RoomFeed, room: CodedRoom, lateMs: number) {
  const lengthMs = ((room.pictures[0]?.length ?? 0) * 1000) / room.framesPerSecond
  const pieces = [...inOrder(room)]
  const began = Date.now()
  let count = 0
  let previous = 0
  feed.begin(room.renditions)
  const timer = setInterval(() => {
    for (;;) {
      const piece = pieces[count % pieces.length]
      if (!piece) return
      const at = began + Math.floor(count / pieces.length) * lengthMs + piece.at
      // The pieces come in bunches, late by another time each, and sound sooner than pictures.
      if (at + previous > Date.now()) return
      previous = Math.random() * lateMs
      count++
      if ('sound' in piece) feed.sound({ ...piece.sound, at })
      else feed.picture(piece.rendition, { ...piece.picture, at })
    }
  }, 4)
  return () => clearInterval(timer)
}

const isKeyframe = ({ payload }: Received) =>
  ((payload[0] ?? 0) & 31) === 24 && ((payload[3] ?? 0) & 31) === 7

t.test('viewers in mediasoup: keyframes, layers that change without a jump, sound in step', async t => {
  t.setTimeout(120_000)
  const room = await codeRoom({
    seconds: 4,
    renditions: [
      { width: 640, height: 360, kbps: 1200, gop: 30 },
      { width: 480, height: 270, kbps: 700, gop: 30 },
      { width: 320, height: 180, kbps: 300, gop: 12 },
    ],
  })
  const sfu = await startRouter(t, roomRtp.layers)
  const { outlet, viewPicture, hear } = sfu
  const feed = new RoomFeed({ log: createLog('silent') })
  const sentTimes = new Set<number>()
  t.teardown(
    feed.attach({
      ...outlet,
      video: packet => {
        sentTimes.add(packet.readUInt32BE(4) * 10_000 + packet.readUInt32BE(8))
        outlet.video(packet)
      },
    }),
  )
  const consumer = await viewPicture()
  const listener = await hear()
  const clocks = await watchClocks(t, sfu)
  const pictures = record(consumer)
  const sounds = record(listener)
  t.teardown(play(feed, room, 25))

  const layer = () => consumer.currentLayers?.spatialLayer ?? null
  await until('a layer', () => layer() !== null)
  await until('pictures with a report behind them', () => pictures.length > 100)
  let changes = 0
  for (const wanted of [2, 0, 2, 1, 2, 0, 1, 0, 2]) {
    const count = pictures.length
    await consumer.setPreferredLayers({ spatialLayer: wanted })
    await until(`layer ${wanted}`, () => layer() === wanted, 5000)
    await until('its pictures', () => pictures.length > count + 20)
    changes++
  }

  const [first] = pictures
  t.ok(first && isKeyframe(first), 'what comes first is a keyframe')
  const forwards = pictures.slice(1).every((packet, n) => {
    const step = (packet.timestamp - (pictures[n]?.timestamp ?? 0)) | 0
    return step >= 0
  })
  t.ok(forwards, 'no picture goes back in time')
  const layersOf = ({ timestamp }: Received) =>
    [0, 1, 2].filter(layer => sentTimes.has(timestamp * 10_000 + roomRtp.videoSsrc(layer)))
  const strange = pictures.filter(packet => layersOf(packet).length === 0)
  t.same(strange.length, 0, 'every timestamp is as it was sent')
  const seen = pictures.map(packet => layersOf(packet)[0] ?? -1)
  const begins = pictures.filter((_, n) => n > 0 && seen[n] !== seen[n - 1])
  t.ok(begins.length >= changes, `${begins.length} changes of the layer`)
  t.ok(begins.every(isKeyframe), 'each begins with a keyframe')
  const missing = pictures.slice(1).filter((packet, n) => {
    return ((packet.sequence - (pictures[n]?.sequence ?? 0)) & 0xffff) !== 1
  })
  // A layer that is left in the midst of a picture leaves a hole, so that nobody takes that picture for whole.
  t.ok(missing.length <= begins.length, `${missing.length} holes in the sequence`)

  const { seen: seenAt, heard: heardAt } = clocks
  await until('reports of both', () => Math.min(seenAt.length, heardAt.length) >= 4, 20_000)
  const skew = Math.max(...seenAt.flatMap(a => heardAt.map(b => Math.abs(a - b))))
  t.comment(`pictures ${seenAt.map(ms => ms.toFixed(2))} ms, sound ${heardAt.map(ms => ms.toFixed(2))} ms`)
  t.ok(skew < 20, `pictures and sound are apart by ${skew.toFixed(2)} ms at most`)
  const steps = new Set(
    sounds.slice(1).map((packet, n) => (packet.timestamp - (sounds[n]?.timestamp ?? 0)) | 0),
  )
  t.same([...steps], [960])
})
