import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FlvContainer } from '../../src/media/ladder/containers/flv.ts'
import type { PacketSink, Publication, SourceFormat, SourcePacket } from '../../src/media/ports.ts'

const run = promisify(execFile)

export type FlvTag = {
  readonly track: 'audio' | 'video' | 'other'
  readonly time: number
  readonly header: boolean
  readonly key: boolean
  readonly size: number
}

/** Keeps all that a publication of RTMP hands out, as FLV. */
export class Recording implements PacketSink {
  readonly start: { readonly at: number; readonly backlog: number }
  readonly ended: Promise<void>
  readonly stop: () => void
  readonly #chunks: Buffer[] = []
  #container: FlvContainer | null = null
  readonly #resolveEnded: () => void
  readonly #watchers = new Set<() => void>()

  constructor(publication: Publication) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    this.#resolveEnded = resolve
    const { start, stop } = publication.subscribe(this)
    this.start = start
    this.stop = stop
  }

  open(format: SourceFormat): void {
    if (format.container !== 'flv') throw new Error(`${format.container} is not FLV`)
    this.#container = new FlvContainer(format)
    this.#chunks.push(this.#container.head)
  }

  write(packet: SourcePacket): boolean {
    this.#chunks.push(this.#container?.packet(packet) ?? Buffer.alloc(0))
    for (const watch of this.#watchers) watch()
    return true
  }

  onDrain(): void {}

  end(): void {
    this.#resolveEnded()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  get writes(): number {
    return this.#chunks.length
  }

  /** Resolves when so many more tags have come. */
  more(tags: number): Promise<void> {
    const goal = this.#chunks.length + tags
    return new Promise(resolve => {
      const watch = (): void => {
        if (this.#chunks.length < goal) return
        this.#watchers.delete(watch)
        resolve()
      }
      this.#watchers.add(watch)
    })
  }

  get tags(): FlvTag[] {
    return parseFlv(this.bytes)
  }
}

export function parseFlv(bytes: Buffer): FlvTag[] {
  if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new Error('not FLV')
  const tags: FlvTag[] = []
  for (let at = 13; at < bytes.length; ) {
    const size = bytes.readUIntBE(at + 1, 3)
    if (bytes.readUInt32BE(at + 11 + size) !== size + 11) throw new Error(`a broken tag at ${at}`)
    const type = bytes[at]
    const first = bytes.readUInt8(at + 11)
    const track = type === 9 ? 'video' : type === 8 ? 'audio' : 'other'
    const framed = track === 'video' || first >> 4 === 10
    tags.push({
      track,
      time: bytes.readUIntBE(at + 4, 3) + bytes.readUInt8(at + 7) * 2 ** 24,
      header: framed && bytes[at + 12] === 0,
      key: track === 'video' && first >> 4 === 1,
      size,
    })
    at += 15 + size
  }
  return tags
}

export type Probe = {
  readonly streams: readonly Record<string, unknown>[]
  readonly frames: readonly Record<string, string>[]
}

/** What ffprobe decodes of a file. */
export async function probe(file: string): Promise<Probe> {
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-show_streams', '-show_frames', '-of', 'json', file],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout)
}
