import { PassThrough, type Writable } from 'node:stream'
import type { FlvSink } from '../ports.ts'

/** How much may wait for FFmpeg here before the publisher is told to hold back. */
const waitingBytes = 1 << 20

/** Carries a publisher's FLV to FFmpeg; takes it already while FFmpeg is being started. */
export class FlvPipe implements FlvSink {
  readonly #stream = new PassThrough({ highWaterMark: waitingBytes })
  #target: Writable | null = null
  #lastWrite = 0

  /** Whether FFmpeg has something to read: what waits here, or what came within the last second. */
  get flowing(): boolean {
    const waiting = this.#stream.readableLength + this.#stream.writableLength
    return waiting > 0 || Boolean(this.#target?.writableNeedDrain) || Date.now() - this.#lastWrite < 1000
  }

  get ended(): boolean {
    return this.#stream.writableEnded
  }

  connect(target: Writable): void {
    this.#target = target
    this.#stream.pipe(target)
  }

  write(bytes: Buffer): boolean {
    if (this.#stream.writableEnded || this.#stream.destroyed) return true
    this.#lastWrite = Date.now()
    return this.#stream.write(bytes)
  }

  onDrain(callback: () => void): void {
    this.#stream.once('drain', callback)
  }

  end(): void {
    this.#stream.end()
  }

  close(): void {
    this.#stream.destroy()
  }
}
