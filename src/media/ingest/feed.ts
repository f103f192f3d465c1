import type { PacketSink, SourceFormat } from '../ports.ts'
import { type Tag, tagBytes } from './tag.ts'

const mostWaiting = 8 * 1024 * 1024

/** One subscriber: moves the times to 0, waits for a full sink, and drops what it cannot take. */
export class Feed {
  readonly #sink: PacketSink
  /** The time on the publisher's timeline that is 0 here. */
  readonly #origin: number
  /** Tags not taken until the next keyframe: those of the picture after a still, all after an overflow. */
  #skipping: 'nothing' | 'video' | 'all' = 'nothing'
  #waiting: Tag[] = []
  #waitingBytes = 0
  #mostWaiting = mostWaiting
  #full = false
  #stopped = false

  constructor(sink: PacketSink, origin: number) {
    this.#sink = sink
    this.#origin = origin
  }

  begin(format: SourceFormat, tags: readonly Tag[], still: boolean): void {
    this.#sink.open(format)
    // The cache holds these tags anyway, so they do not count as waiting for this sink.
    this.#mostWaiting = Number.POSITIVE_INFINITY
    for (const tag of tags) this.#take(tag)
    this.#mostWaiting = mostWaiting + this.#waitingBytes
    if (still) this.#skipping = 'video'
  }

  push(tag: Tag): void {
    if (tag.key) this.#skipping = 'nothing'
    if (this.#skipping === 'all' || (this.#skipping === 'video' && tag.track === 'video')) return
    this.#take(tag)
  }

  /** What still waits goes out first: nothing follows it. */
  end(): void {
    if (this.#stopped) return
    for (const tag of this.#waiting) this.#write(tag)
    this.stop()
    this.#sink.end()
  }

  stop(): void {
    this.#stopped = true
    this.#forget()
  }

  #take(tag: Tag): void {
    // Sound that belongs before the first picture.
    if (this.#stopped || tag.time < this.#origin) return
    if (!this.#full) {
      this.#write(tag)
      return
    }
    this.#waiting.push(tag)
    this.#waitingBytes += tagBytes(tag)
    if (this.#waitingBytes <= this.#mostWaiting) return
    this.#forget()
    this.#skipping = 'all'
  }

  #write({ track, key, time, body }: Tag): void {
    const free = this.#sink.write({ track, key, time: time - this.#origin, body })
    if (free || this.#full) return
    this.#full = true
    this.#sink.onDrain(() => this.#drained())
  }

  #drained(): void {
    this.#full = false
    while (!this.#full && !this.#stopped) {
      const tag = this.#waiting.shift()
      if (tag === undefined) {
        this.#mostWaiting = mostWaiting
        return
      }
      this.#waitingBytes -= tagBytes(tag)
      this.#write(tag)
    }
  }

  #forget(): void {
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
