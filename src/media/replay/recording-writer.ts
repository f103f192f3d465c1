import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { anyRendition, type Run, type Segment } from '../packager/segment.ts'
import { AppendFile } from './append-file.ts'
import { indexFile, mediaFile, picturesFile } from './files.ts'
import type { IndexEntry, RunEntry, SegmentEntry } from './index-entry.ts'
import { encodeEntry } from './index-file.ts'
import type { Picture, Recording } from './recording.ts'

/**
 * Appends to a recording's files and to its index. A line of the index follows the bytes that it names: what the
 * index does not name does not exist. One call at a time.
 */
export class RecordingWriter {
  readonly #folder: string
  readonly #recording: Recording
  readonly #index: AppendFile
  readonly #files = new Map<string, AppendFile>()

  private constructor(folder: string, recording: Recording, index: AppendFile) {
    this.#folder = folder
    this.#recording = recording
    this.#index = index
  }

  /** Goes on behind what `recording` knows; the rest of the files is cut off. */
  static async open(folder: string, recording: Recording): Promise<RecordingWriter> {
    await mkdir(folder, { recursive: true })
    return new RecordingWriter(
      folder,
      recording,
      await AppendFile.open(join(folder, indexFile), recording.indexBytes),
    )
  }

  async run(run: Run): Promise<void> {
    const inits: RunEntry['inits'] = {}
    for (const [name, init] of run.inits) {
      const at = await (await this.#media(name)).append([init.bytes])
      const { width, height } = init.video
      const codecs = [init.video.codec, init.audio.codec]
      inits[name] = { at, length: init.bytes.length, width, height, codecs }
    }
    await this.#note({ type: 'run', startedAt: run.startedAt, plan: run.plan, inits })
  }

  async segment(segment: Segment): Promise<void> {
    const first = anyRendition(segment)
    if (!first) return
    const media: SegmentEntry['media'] = {}
    for (const [name, { parts }] of segment.renditions) {
      const buffers = parts.map(part => part.bytes)
      const at = await (await this.#media(name)).append(buffers)
      const length = buffers.reduce((sum, bytes) => sum + bytes.length, 0)
      media[name] = [at, length, buffers.reduce((sum, bytes) => crc32(bytes, sum), 0)]
    }
    await this.#note({ type: 'segment', start: first.start, duration: first.duration, media })
  }

  /** `thumbnail(n)`; those that are missing before it repeat the one before them. */
  async thumbnail(n: number, jpeg: Buffer, size: { width: number; height: number }): Promise<void> {
    if (this.#recording.thumbnailSize === null) await this.#note({ type: 'thumbnails', ...size })
    const count = this.#recording.thumbnailCount
    const picture = await this.#picture(jpeg)
    const before = this.#recording.thumbnail(count - 1) ?? picture
    for (let missing = count; missing < n; missing++) await this.#note({ type: 'thumbnail', ...before })
    await this.#note({ type: 'thumbnail', ...picture })
  }

  async cover(jpeg: Buffer): Promise<void> {
    await this.#note({ type: 'cover', ...(await this.#picture(jpeg)) })
  }

  /** On disk, whatever happens to the power, when it resolves. */
  async end(at: number): Promise<void> {
    const summary = this.#recording.summary()
    if (!summary) return
    await Promise.all([...this.#files.values()].map(file => file.sync()))
    await this.#note({ type: 'end', at, summary })
    await this.#index.sync()
  }

  async close(): Promise<void> {
    await Promise.all([this.#index, ...this.#files.values()].map(file => file.close()))
  }

  async #note(entry: IndexEntry): Promise<void> {
    const line = encodeEntry(entry)
    await this.#index.append([line])
    this.#recording.apply(entry, line.length)
  }

  async #picture(jpeg: Buffer): Promise<Picture> {
    const file = await this.#file(picturesFile, this.#recording.picturesEnd)
    return { at: await file.append([jpeg]), length: jpeg.length }
  }

  #media(name: string): Promise<AppendFile> {
    return this.#file(mediaFile(name), this.#recording.laneEnd(name))
  }

  async #file(name: string, length: number): Promise<AppendFile> {
    const known = this.#files.get(name)
    if (known) return known
    const opened = await AppendFile.open(join(this.#folder, name), length)
    this.#files.set(name, opened)
    return opened
  }
}
