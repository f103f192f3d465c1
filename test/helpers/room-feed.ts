import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type RtpOutlet, roomRtp } from '../../src/media/rtc-ports.ts'

export type FeedLayer = { readonly width: number; readonly height: number; readonly kbps: number }

/** One picture: its NAL units. */
type Picture = { readonly keyframe: boolean; readonly nals: readonly Buffer[] }

const framesPerSecond = 25
const largest = 1150

/**
 * A room whose RTP is made here: a test picture in layers (lowest first) that repeats each four seconds, with a
 * keyframe each second, and silence. Timestamps are the wall clock, as `roomRtp` says.
 */
export class RoomFeed {
  readonly attached: string[] = []
  readonly detached: string[] = []
  readonly #layers: readonly (readonly Picture[])[]
  readonly #outlets = new Set<RtpOutlet>()
  readonly #sequence: number[]
  readonly #counts: { packets: number; octets: number }[]
  #audioSequence = 0
  #timer: NodeJS.Timeout | undefined
  #began = 0
  #pictures = 0
  #sounds = 0

  private constructor(layers: readonly (readonly Picture[])[]) {
    this.#layers = layers
    this.#sequence = layers.map(() => 0)
    this.#counts = layers.map(() => ({ packets: 0, octets: 0 }))
  }

  static async start(layers: readonly FeedLayer[]): Promise<RoomFeed> {
    const feed = new RoomFeed(await Promise.all(layers.map(encode)))
    feed.#began = Date.now()
    feed.#timer = setInterval(() => feed.#tick(), 5)
    return feed
  }

  attach(slug: string, outlet: RtpOutlet): () => void {
    this.attached.push(slug)
    this.#outlets.add(outlet)
    return () => {
      this.detached.push(slug)
      this.#outlets.delete(outlet)
    }
  }

  get outlets(): number {
    return this.#outlets.size
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    const elapsed = Date.now() - this.#began
    for (; this.#pictures * (1000 / framesPerSecond) <= elapsed; this.#pictures++)
      this.#picture(this.#pictures)
    for (; this.#sounds * 20 <= elapsed; this.#sounds++) this.#sound(this.#began + this.#sounds * 20)
  }

  #picture(number: number): void {
    const at = this.#began + number * (1000 / framesPerSecond)
    const timestamp = (at * 90) % 2 ** 32
    // Highest first: mediasoup then shifts no timestamp when a viewer goes up.
    for (let layer = this.#layers.length - 1; layer >= 0; layer--) {
      const pictures = this.#layers[layer] ?? []
      const picture = pictures[number % pictures.length]
      const count = this.#counts[layer]
      if (!picture || !count) continue
      const payloads = picture.nals.flatMap(fragments)
      payloads.forEach((payload, index) => {
        const sequence = this.#sequence[layer] ?? 0
        this.#sequence[layer] = (sequence + 1) % 65536
        const packet = rtp({
          payloadType: roomRtp.videoPayloadType,
          marker: index === payloads.length - 1,
          sequence,
          timestamp,
          ssrc: roomRtp.videoSsrc(layer),
          payload,
        })
        count.packets++
        count.octets += payload.length
        for (const outlet of this.#outlets) outlet.video(packet)
      })
      // Three are needed before mediasoup knows the clock.
      if (number % 12 === 0) {
        const report = senderReport(roomRtp.videoSsrc(layer), at, timestamp, count)
        for (const outlet of this.#outlets) outlet.videoRtcp(report)
      }
    }
  }

  #sound(at: number): void {
    const timestamp = (at * 48) % 2 ** 32
    const packet = rtp({
      payloadType: roomRtp.audioPayloadType,
      marker: false,
      sequence: this.#audioSequence++ % 65536,
      timestamp,
      ssrc: roomRtp.audioSsrc,
      payload: Buffer.from([0xf8, 0xff, 0xfe]),
    })
    for (const outlet of this.#outlets) outlet.audio(packet)
    if (this.#audioSequence % 25 === 0) {
      const counts = { packets: this.#audioSequence, octets: this.#audioSequence * 3 }
      const report = senderReport(roomRtp.audioSsrc, at, timestamp, counts)
      for (const outlet of this.#outlets) outlet.audioRtcp(report)
    }
  }
}

async function encode({ width, height, kbps }: FeedLayer): Promise<Picture[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'room-feed-'))
  try {
    const file = path.join(folder, 'layer.h264')
    const source = `testsrc2=size=${width}x${height}:rate=${framesPerSecond},noise=alls=20:allf=t`
    const rate = ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps / 2}k`]
    const gop = [
      '-g',
      `${framesPerSecond}`,
      '-keyint_min',
      `${framesPerSecond}`,
      '-bf',
      '0',
      '-sc_threshold',
      '0',
    ]
    await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', source, '-t', '4', '-pix_fmt', 'yuv420p'],
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        '-x264-params',
        'sliced-threads=0',
      ],
      ...[...rate, ...gop, '-f', 'h264', file],
    ])
    return pictures(await readFile(file))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Pictures of one slice each, with the parameter sets before them. */
function pictures(annexB: Buffer): Picture[] {
  const result: Picture[] = []
  let nals: Buffer[] = []
  for (const nal of nalUnits(annexB)) {
    const type = (nal[0] ?? 0) & 31
    if (type === 6 || type === 9) continue
    nals.push(nal)
    if (type !== 1 && type !== 5) continue
    result.push({ keyframe: type === 5, nals })
    nals = []
  }
  return result
}

function nalUnits(data: Buffer): Buffer[] {
  const starts: { at: number; code: number }[] = []
  for (let at = data.indexOf('000001', 0, 'hex'); at >= 0; at = data.indexOf('000001', at + 3, 'hex')) {
    starts.push({ at: at + 3, code: data[at - 1] === 0 ? at - 1 : at })
  }
  return starts.map(({ at }, index) => data.subarray(at, starts[index + 1]?.code ?? data.length))
}

/** RFC 6184 §5.6 and §5.8: whole, or in FU-A. */
function fragments(nal: Buffer): Buffer[] {
  if (nal.length <= largest) return [nal]
  const head = nal[0] ?? 0
  const parts: Buffer[] = []
  for (let at = 1; at < nal.length; at += largest) {
    const end = at + largest >= nal.length
    const header = Buffer.from([(head & 0xe0) | 28, (head & 31) | (at === 1 ? 0x80 : 0) | (end ? 0x40 : 0)])
    parts.push(Buffer.concat([header, nal.subarray(at, at + largest)]))
  }
  return parts
}

type Rtp = {
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
}

function rtp({ payloadType, marker, sequence, timestamp, ssrc, payload }: Rtp): Buffer {
  const header = Buffer.alloc(12)
  header[0] = 0x80
  header[1] = payloadType | (marker ? 0x80 : 0)
  header.writeUInt16BE(sequence, 2)
  header.writeUInt32BE(timestamp >>> 0, 4)
  header.writeUInt32BE(ssrc, 8)
  return Buffer.concat([header, payload])
}

/** RFC 3550 §6.4.1, without report blocks. `at`: milliseconds since the Unix epoch. */
function senderReport(
  ssrc: number,
  at: number,
  timestamp: number,
  { packets, octets }: { packets: number; octets: number },
): Buffer {
  const report = Buffer.alloc(28)
  report.writeUInt32BE(0x80c80006, 0)
  report.writeUInt32BE(ssrc, 4)
  report.writeUInt32BE(Math.floor(at / 1000) + 2_208_988_800, 8)
  report.writeUInt32BE(Math.floor(((at % 1000) / 1000) * 2 ** 32), 12)
  report.writeUInt32BE(timestamp >>> 0, 16)
  report.writeUInt32BE(packets, 20)
  report.writeUInt32BE(octets % 2 ** 32, 24)
  return report
}
