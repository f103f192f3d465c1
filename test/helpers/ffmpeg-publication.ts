import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type {
  FlvSink,
  FlvStart,
  Publication,
  PublicationEnd,
  SourceHealth,
  SourceInfo,
} from '../../src/media/ports.ts'

type Tag = {
  readonly type: number
  readonly time: number
  readonly body: Buffer
  readonly at: number
  readonly keyframe: boolean
}
type Subscriber = { readonly sink: FlvSink; base: number; queue: Buffer[]; full: boolean }

/** A publisher for tests: a real ffmpeg that makes FLV in real time, handed out as the ingest does. */
export class FfmpegPublication implements Publication {
  readonly slug: string
  readonly remoteAddress = '127.0.0.1'
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
  #headers: Tag[] = []
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

  subscribe(sink: FlvSink): { start: FlvStart; stop(): void } {
    const [first] = this.#gop
    const start = { at: first?.at ?? Date.now(), backlog: Date.now() - (first?.at ?? Date.now()) }
    const subscriber: Subscriber = { sink, base: first?.time ?? 0, queue: [], full: false }
    this.#subscribers.add(subscriber)
    this.#give(subscriber, Buffer.from('464c5601050000000900000000', 'hex'))
    for (const tag of this.#headers) this.#give(subscriber, encode(tag, subscriber.base))
    for (const tag of this.#gop) this.#give(subscriber, encode(tag, subscriber.base))
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

  #end(reason: string): void {
    for (const { sink } of this.#subscribers) sink.end()
    this.#subscribers.clear()
    this.#gone.resolve({ reason, goodbye: false })
  }

  #give(subscriber: Subscriber, bytes: Buffer): void {
    subscriber.queue.push(bytes)
    this.#flush(subscriber)
  }

  #flush(subscriber: Subscriber): void {
    while (!subscriber.full) {
      const bytes = subscriber.queue.shift()
      if (!bytes) return
      if (subscriber.sink.write(bytes)) continue
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
    const video = type === 9
    const keyframe = video && (body[0] ?? 0) >> 4 === 1 && body[1] === 1
    const tag = { type, time, body, at: Date.now(), keyframe }
    const isHeader = type === 18 || (body[1] === 0 && (video || (type === 8 && (body[0] ?? 0) >> 4 === 10)))
    if (isHeader) {
      this.#headers.push(tag)
      return
    }
    if (keyframe) this.#gop = []
    if (video && this.arrivals.length === 0) this.#firstTime = time
    if (video) this.arrivals.push({ time: time - this.#firstTime, at: tag.at })
    if (keyframe || this.#gop.length > 0) this.#gop.push(tag)
    for (const subscriber of this.#subscribers) this.#give(subscriber, encode(tag, subscriber.base))
  }
}

function encode({ type, time, body }: Tag, base: number): Buffer {
  const head = Buffer.alloc(11)
  const at = Math.max(0, time - base)
  head.writeUInt8(type, 0)
  head.writeUIntBE(body.length, 1, 3)
  head.writeUIntBE(at & 0xffffff, 4, 3)
  head.writeUInt8(at >>> 24, 7)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(body.length + 11)
  return Buffer.concat([head, body, tail])
}
