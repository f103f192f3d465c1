import { PassThrough, type Writable } from 'node:stream'
import type { PacketSink, SourceFormat, SourcePacket } from '../ports.ts'
import { type Container, containerOf } from './containers/container.ts'

/** How much may wait for FFmpeg here before the publisher is told to hold back. */
const waitingBytes = 1 << 20

/** Carries a publisher's packets to FFmpeg; takes them already while FFmpeg is being started. */
export class SourcePipe implements PacketSink {
  readonly #stream = new PassThrough({ highWaterMark: waitingBytes })
  #format: SourceFormat | null = null
  #container: Container | null = null
  #target: Writable | null = null
  #lastWrite = 0

  /** What FFmpeg is to be told of its input; null before the source has said it. */
  get format(): SourceFormat | null {
    return this.#format
  }

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

  open(format: SourceFormat): void {
    this.#format = format
    this.#container = containerOf(format)
    this.#write(this.#container.head)
  }

  write(packet: SourcePacket): boolean {
    return this.#container === null || this.#write(this.#container.packet(packet))
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

  #write(bytes: Buffer): boolean {
    if (this.#stream.writableEnded || this.#stream.destroyed) return true
    this.#lastWrite = Date.now()
    return this.#stream.write(bytes)
  }
}
