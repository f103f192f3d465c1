import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { HostSession, IncomingMedia, RtpCodec, RtpSink } from '../../src/media/rtc-ports.ts'

type Kind = IncomingMedia['kind']

/** What the line makes of one packet: nothing, or copies of it that come after so many milliseconds. */
export type Line = (kind: Kind, layer: number, packet: Buffer) => readonly number[]

export type RtpHostOptions = {
  readonly videoCodec: 'H264' | 'VP8'
  readonly layers: number
  readonly sound: boolean
  readonly line?: Line
}

const clean: Line = () => [0]
const senderReport = 200
/** Seconds from NTP's epoch to Unix's. */
const epochs = 2_208_988_800

/** What the first packet is numbered with: everything wraps soon. */
const first = { sequence: 65_500, timestamp: 2 ** 32 - 90_000 }

/**
 * A host whose RTP is made by a real ffmpeg and comes over UDP, where the SFU would be; with its Sender Reports. Its
 * sequence numbers and timestamps wrap within the first seconds.
 */
export class RtpHost implements HostSession {
  readonly ice = { usernameFragment: '', password: '' }
  readonly candidates = []
  readonly fingerprint = { algorithm: 'sha-256', value: '' }
  readonly remoteAddress = '127.0.0.1'
  readonly media: readonly IncomingMedia[]
  readonly closed: Promise<string>
  /** The layers of which keyframes were asked for. */
  readonly keyframeRequests: number[] = []
  line: Line
  packets = 0
  reports = 0
  readonly #sockets: Socket[] = []
  readonly #urls: string[] = []
  readonly #sinks = new Map<Kind, RtpSink>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #children: ChildProcess[] = []
  readonly #gone = Promise.withResolvers<string>()

  private constructor({ videoCodec, layers, sound, line = clean }: RtpHostOptions) {
    this.line = line
    this.closed = this.#gone.promise
    const video = codec(`video/${videoCodec}`, 96, 90_000)
    const audio = codec('audio/opus', 111, 48_000)
    this.media = [media('video', video, layers), ...(sound ? [media('audio', audio, 1)] : [])]
  }

  static async start(options: RtpHostOptions): Promise<RtpHost> {
    const host = new RtpHost(options)
    for (let layer = 0; layer < options.layers; layer++) await host.#open('video', layer)
    if (options.sound) await host.#open('audio', 0)
    return host
  }

  /** Where ffmpeg sends to: each layer of the video, then the sound. */
  get urls(): readonly string[] {
    return this.#urls
  }

  /** Runs ffmpeg with these arguments. */
  send(args: readonly string[]): ChildProcess {
    const child = spawn('ffmpeg', ['-loglevel', 'error', '-nostdin', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    this.#children.push(child)
    return child
  }

  readonly connected = Promise.resolve()

  async connect(): Promise<void> {}

  async restartIce() {
    return this.ice
  }

  async receive({ kind }: IncomingMedia, sink: RtpSink) {
    this.#sinks.set(kind, sink)
    return { requestKeyframe: (layer: number) => void this.keyframeRequests.push(layer) }
  }

  close(reason: string): void {
    this.#gone.resolve(reason)
  }

  async dispose(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    for (const timer of this.#timers) clearTimeout(timer)
    for (const socket of this.#sockets) socket.close()
  }

  async #open(kind: Kind, layer: number): Promise<void> {
    const numbers = new Numbers()
    const rtp = await this.#socket(packet => this.#carry(kind, layer, numbers.packet(packet)))
    const rtcp = await this.#socket(packet => this.#report(kind, layer, packet, numbers))
    this.#urls.push(`rtp://127.0.0.1:${rtp}?rtcpport=${rtcp}&pkt_size=1200`)
  }

  async #socket(onPacket: (packet: Buffer) => void): Promise<number> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 })
    this.#sockets.push(socket)
    socket.on('message', onPacket)
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return socket.address().port
  }

  #carry(kind: Kind, layer: number, packet: Buffer): void {
    this.packets++
    const deliver = () => this.#sinks.get(kind)?.rtp(layer, packet)
    for (const delay of this.line(kind, layer, packet)) {
      if (delay <= 0) {
        deliver()
        continue
      }
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        deliver()
      }, delay)
      this.#timers.add(timer)
    }
  }

  #report(kind: Kind, layer: number, packet: Buffer, numbers: Numbers): void {
    // One that comes before the first packet says nothing yet.
    if (packet.readUInt8(1) !== senderReport || !numbers.known) return
    this.reports++
    const seconds = packet.readUInt32BE(8) - epochs + packet.readUInt32BE(12) / 2 ** 32
    const report = { ntpMs: seconds * 1000, rtpTimestamp: numbers.timestamp(packet.readUInt32BE(16)) }
    this.#sinks.get(kind)?.senderReport(layer, report)
  }
}

/** Numbers packets anew: one ffmpeg after the other counts on, as one host does; only its clock jumps. */
class Numbers {
  #source: number | null = null
  #sequence = 0
  #last = first.sequence - 1
  #timestamp = 0

  get known(): boolean {
    return this.#source !== null
  }

  packet(packet: Buffer): Buffer {
    const source = packet.readUInt32BE(8)
    if (!this.known) this.#timestamp = first.timestamp - packet.readUInt32BE(4)
    if (this.#source !== source) this.#sequence = this.#last + 1 - packet.readUInt16BE(2)
    this.#source = source
    this.#last = (packet.readUInt16BE(2) + this.#sequence) & 0xffff
    packet.writeUInt16BE(this.#last, 2)
    packet.writeUInt32BE(this.timestamp(packet.readUInt32BE(4)), 4)
    return packet
  }

  timestamp(value: number): number {
    return (value + this.#timestamp) >>> 0
  }
}

function codec(mimeType: string, payloadType: number, clockRate: number): RtpCodec {
  const channels = mimeType.startsWith('audio') ? 2 : null
  return { mimeType, payloadType, clockRate, channels, parameters: {}, rtcpFeedback: [] }
}

function media(kind: Kind, { ...own }: RtpCodec, layers: number): IncomingMedia {
  const encodings = Array.from({ length: layers }, (_, n) => ({
    ...{ rid: layers > 1 ? String(n) : null, ssrc: n + 1, rtxSsrc: null },
  }))
  return { kind, mid: kind, codecs: [own], headerExtensions: [], encodings, cname: 'test' }
}
