import { execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createLog } from '../../../src/log.ts'
import { roomRtp } from '../../../src/media/rtc-ports.ts'
import { RoomFeed } from '../../../src/media/rtp-out/room-feed.ts'
import { type CodedRoom, codeRoom, inOrder } from '../../helpers/coded-room.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

type Stream = { readonly kind: 'video' | 'audio'; readonly ssrc: number; readonly pictures: number }

/** Pictures or packets that ffmpeg has decoded: time in seconds, and a hash. */
type Decoded = { readonly time: number; readonly hash: string }

/** FFmpeg's listing of decoded pictures: stream, dts, pts, duration, size, hash. */
function readHashes(text: string): Decoded[] {
  const [, base = '1/1'] = /^#tb 0: (\S+)/m.exec(text) ?? []
  const [numerator = 1, denominator = 1] = base.split('/').map(Number)
  return text
    .split('\n')
    .filter(line => /^\d/.test(line))
    .map(line => {
      const [, , pts = '', , , hash = ''] = line.split(',').map(field => field.trim())
      return { time: (Number(pts) * numerator) / denominator, hash }
    })
}

/** Starts ffmpeg as the receiver of one stream; resolves when its port is open. */
async function receive(folder: string, { kind, ssrc, pictures }: Stream) {
  const port = await freePort()
  const sdp = path.join(folder, `${ssrc}.sdp`)
  const media =
    kind === 'video'
      ? [`m=video ${port} RTP/AVP 96`, 'a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1']
      : [`m=audio ${port} RTP/AVP 111`, 'a=rtpmap:111 opus/48000/2']
  writeFileSync(
    sdp,
    ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', ...media, ''].join('\n'),
  )
  const child = spawn('ffmpeg', [
    ...[
      '-v',
      'error',
      '-protocol_whitelist',
      'file,udp,rtp',
      '-analyzeduration',
      '1000000',
      '-threads',
      '1',
      '-i',
      sdp,
    ],
    ...(kind === 'video'
      ? ['-frames:v', `${pictures}`, '-fps_mode', 'passthrough', '-enc_time_base', '1:90000']
      : ['-frames:a', `${pictures}`]),
    ...['-f', 'framemd5', '-'],
  ])
  let said = ''
  let wrong = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    wrong += text
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  const hex = port.toString(16).padStart(4, '0').toUpperCase()
  await until('the receiver', () => readFileSync('/proc/net/udp', 'utf8').includes(`:${hex} `))
  return {
    port,
    stop: () => child.kill('SIGKILL'),
    result: async () => {
      await ended
      return { decoded: readHashes(said), wrong }
    },
  }
}

/** An even port with its neighbour, as RTP wants them. */
async function freePort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4')
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
    const { port } = socket.address()
    await new Promise<void>(resolve => socket.close(resolve))
    if (port % 2 === 0) return port
  }
}

/** What a rendition's pictures are when they are decoded without the network. */
async function decodeDirectly(folder: string, room: CodedRoom, rendition: number): Promise<string[]> {
  const file = path.join(folder, `${rendition}.h264`)
  const start = Buffer.from([0, 0, 0, 1])
  const bytes = (room.pictures[rendition] ?? []).flatMap(({ data, keyframe, parameterSets }) => [
    ...(keyframe ? parameterSets.flatMap(set => [start, set]) : []),
    ...nalUnits(data).flatMap(nal => [start, nal]),
  ])
  writeFileSync(file, Buffer.concat(bytes))
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', '-i', file, '-f', 'framemd5', '-'])
  return readHashes(stdout).map(({ hash }) => hash)
}

function nalUnits(data: Buffer): Buffer[] {
  const nals: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    const end = at + 4 + data.readUInt32BE(at)
    nals.push(data.subarray(at + 4, end))
    at = end
  }
  return nals
}

t.test('ffmpeg decodes every picture of both layers, and the sound, at the right times', async t => {
  t.setTimeout(120_000)
  const folder = await tempFolder(t)
  const room = await codeRoom({
    seconds: 2,
    renditions: [
      { width: 640, height: 360, kbps: 1500, gop: 30 },
      { width: 320, height: 180, kbps: 400, gop: 12 },
    ],
  })
  const slices = slicesOf(room)
  t.ok(slices > 1, `${slices} slices in a picture`)
  const count = room.pictures[0]?.length ?? 0
  t.equal(count, 60)
  const streams: Stream[] = [
    // FFmpeg takes a picture for whole when the next begins.
    { kind: 'video', ssrc: roomRtp.videoSsrc(1), pictures: count - 1 },
    { kind: 'video', ssrc: roomRtp.videoSsrc(0), pictures: count - 1 },
    { kind: 'audio', ssrc: roomRtp.audioSsrc, pictures: 90 },
  ]
  const receivers = await Promise.all(streams.map(stream => receive(folder, stream)))
  t.teardown(() => receivers.map(({ stop }) => stop()))
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  const toSsrc = (offset: number, portOffset: number) => (packet: Buffer) => {
    const index = streams.findIndex(({ ssrc }) => ssrc === packet.readUInt32BE(offset))
    socket.send(packet, (receivers[index]?.port ?? 0) + portOffset, '127.0.0.1')
  }
  const feed = new RoomFeed({ log: createLog('silent') })
  const rtp = toSsrc(8, 0)
  const rtcp = toSsrc(4, 1)
  t.teardown(feed.attach({ video: rtp, audio: rtp, videoRtcp: rtcp, audioRtcp: rtcp }))

  const began = Date.now()
  feed.begin(room.renditions)
  const pieces = [...inOrder(room)]
  await new Promise<void>(resolve => {
    const timer = setInterval(() => {
      while (pieces[0] && pieces[0].at <= Date.now() - began) {
        const piece = pieces.shift()
        if (!piece) break
        if ('sound' in piece) feed.sound({ ...piece.sound, at: began + piece.at })
        else feed.picture(piece.rendition, { ...piece.picture, at: began + piece.at })
      }
      if (pieces.length > 0) return
      clearInterval(timer)
      feed.end()
      resolve()
    }, 5)
  })

  const [top, low, sound] = await Promise.all(receivers.map(({ result }) => result()))
  for (const [rendition, received] of [top, low].entries()) {
    const name = room.renditions[rendition]?.name
    t.equal(received?.wrong, '', `nothing is wrong with ${name}`)
    t.same(
      received?.decoded.map(({ hash }) => hash),
      (await decodeDirectly(folder, room, rendition)).slice(0, -1),
      `${name} is the same picture for picture`,
    )
    // To the first picture FFmpeg gives a time of its own.
    const times = received?.decoded.slice(1).map(({ time }) => time) ?? []
    const strays = times.map((time, n) => Math.abs(time - (times[0] ?? 0) - n / room.framesPerSecond))
    t.ok(Math.max(...strays) < 0.0002, `${name} keeps its times to a tenth of a millisecond`)
  }
  t.equal(sound?.wrong, '')
  const times = sound?.decoded.map(({ time }) => time) ?? []
  t.equal(times.length, 90)
  const steps = new Set(times.slice(2).map((time, n) => Math.round((time - (times[n + 1] ?? 0)) * 48_000)))
  t.same([...steps], [960])
})

function slicesOf(room: CodedRoom): number {
  const [picture] = room.pictures[0]?.slice(1) ?? []
  return picture ? nalUnits(picture.data).filter(nal => ((nal[0] ?? 0) & 31) === 1).length : 0
}
