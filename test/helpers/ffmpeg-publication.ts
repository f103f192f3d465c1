import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type {
  PacketSink,
  Publication,
  PublicationEnd,
  SourceFormat,
  SourceHealth,
  SourceInfo,
  SourcePacket,
  SourceStart,
} from '../../src/media/ports.ts'

type Tag = SourcePacket & { readonly at: number }
type Subscriber = { readonly sink: PacketSink; base: number; queue: SourcePacket[]; full: boolean }

/** A publisher for tests: a real ffmpeg that makes FLV in real time, handed out as the ingest does. */
export class FfmpegPublication implements Publication {
  readonly slug: string
  readonly remoteAddress = '127.0.0.1'
  readonly protocol = 'rtmp'
  readonly info: SourceInfo
  readonly closed: Promise<PublicationEnd>
  closeReason: string | null = null
  /** When the pictures came, by their FLV timestamps less that of the first. Milliseconds. */
  readonly arrivals: { readonly time: number; readonly at: number }[] = []
  #firstTime = 0
  readonly #child: ChildProcess
  readonly #gone = Promise.withResolvers<PublicationEnd>()
  readonly #subscribers = new Set<Subscriber>()
  #buffered: Buffer = Buffer.alloc(0)
  readonly #headers: { video: Buffer; audio: Buffer | null } = { video: Buffer.alloc(0), audio: null }
  #gop: Tag[] = []
  #headerDone = false

  private constructor(slug: string, info: SourceInfo, child: ChildProcess) {
    this.slug = slug
    this.info = info
    this.#child = child
    this.closed = this.#gone.promise
  }

  /** `args`: what stands before `-f flv` on ffmpeg's command line. Resolves at the first picture. */
  static async start(slug: string, info: SourceInfo, args: readonly string[]): Promise<FfmpegPublication> {
    const child = spawn('ffmpeg', ['-loglevel', 'error', '-nostdin', ...args, '-f', 'flv', 'pipe:1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const publication = new FfmpegPublication(slug, info, child)
    const first = Promise.withResolvers<void>()
    child.stdout?.on('data', (bytes: Buffer) => {
      publication.#take(bytes)
      if (publication.#gop.length > 0) first.resolve()
    })
    child.once('exit', () => publication.#end(publication.closeReason ?? 'the publisher has gone'))
    await first.promise
    return publication
  }

  health(): SourceHealth {
    return { kilobitsPerSecond: 0, framesPerSecond: 0, droppedFrames: 0, keyframeSeconds: null }
  }

  subscribe(sink: PacketSink): { start: SourceStart; stop(): void } {
    const [first] = this.#gop
    const start = { at: first?.at ?? Date.now(), backlog: Date.now() - (first?.at ?? Date.now()) }
    const subscriber: Subscriber = { sink, base: first?.time ?? 0, queue: [], full: false }
    this.#subscribers.add(subscriber)
    sink.open(this.#format)
    for (const tag of this.#gop) this.#give(subscriber, tag)
    return { start, stop: () => void this.#subscribers.delete(subscriber) }
  }

  close(reason: string): void {
    this.closeReason ??= reason
    this.#child.kill('SIGKILL')
  }

  /** For the end of a test. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  get #format(): SourceFormat {
    const { width, height, audioCodec } = this.info
    const { video, audio } = this.#headers
    return {
      container: 'flv',
      video: { codec: 'h264', header: video, width, height, matrix: 'bt709' },
      audio: audioCodec === null ? null : { codec: audioCodec, header: audio },
    }
  }

  #end(reason: string): void {
    for (const { sink } of this.#subscribers) sink.end()
    this.#subscribers.clear()
    this.#gone.resolve({ reason, goodbye: false })
  }

  #give(subscriber: Subscriber, { track, key, time, body }: Tag): void {
    subscriber.queue.push({ track, key, time: Math.max(0, time - subscriber.base), body })
    this.#flush(subscriber)
  }

  #flush(subscriber: Subscriber): void {
    while (!subscriber.full) {
      const packet = subscriber.queue.shift()
      if (!packet) return
      if (subscriber.sink.write(packet)) continue
      subscriber.full = true
      subscriber.sink.onDrain(() => {
        subscriber.full = false
        this.#flush(subscriber)
      })
    }
  }

  #take(bytes: Buffer): void {
    this.#buffered = Buffer.concat([this.#buffered, bytes])
    if (!this.#headerDone) {
      if (this.#buffered.length < 13) return
      this.#buffered = this.#buffered.subarray(13)
      this.#headerDone = true
    }
    while (this.#buffered.length >= 11) {
      const size = this.#buffered.readUIntBE(1, 3)
      if (this.#buffered.length < 15 + size) return
      const time = this.#buffered.readUIntBE(4, 3) + this.#buffered.readUInt8(7) * 2 ** 24
      const body = this.#buffered.subarray(11, 11 + size)
      this.#tag(this.#buffered.readUInt8(0), time, body)
      this.#buffered = this.#buffered.subarray(15 + size)
    }
  }

  #tag(type: number, time: number, body: Buffer): void {
    if (type !== 8 && type !== 9) return
    const track = type === 9 ? 'video' : 'audio'
    if (body[1] === 0 && (track === 'video' || (body[0] ?? 0) >> 4 === 10)) {
      this.#headers[track] = body
      return
    }
    const key = track === 'video' && (body[0] ?? 0) >> 4 === 1
    const tag = { track, key, time, body, at: Date.now() } as const
    if (key) this.#gop = []
    if (track === 'video' && this.arrivals.length === 0) this.#firstTime = time
    if (track === 'video') this.arrivals.push({ time: time - this.#firstTime, at: tag.at })
    if (key || this.#gop.length > 0) this.#gop.push(tag)
    for (const subscriber of this.#subscribers) this.#give(subscriber, tag)
  }
}
