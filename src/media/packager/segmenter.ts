import { BoxError } from './boxes.ts'
import type { Part } from './part.ts'

/** What one rendition holds of a segment. Seconds on the run's timeline; the parts are slices of `bytes`. */
export type RenditionSegment = {
  readonly start: number
  readonly duration: number
  readonly bytes: Buffer
  readonly parts: readonly Part[]
}

/** A segment that grows past this without a keyframe is not a picture any more. */
const maxBytes = 64 << 20

/** Cuts the parts of one rendition at the first keyframe at or after each multiple of the segment's length. */
export class Segmenter {
  readonly #segmentSeconds: number
  #parts: Part[] = []
  #bytes = 0

  constructor(segmentSeconds: number) {
    this.#segmentSeconds = segmentSeconds
  }

  /** Returns the segment that `part` ends, if it begins another. */
  add(part: Part): RenditionSegment | null {
    const [first] = this.#parts
    // A run begins with a keyframe; sound alone before it cannot be played.
    if (!first && !part.independent) return null
    const cut = first !== undefined && part.independent && this.#slot(part) > this.#slot(first)
    const closed = cut ? this.#close(part.start) : null
    this.#parts.push(part)
    this.#bytes += part.bytes.length
    if (this.#bytes > maxBytes) throw new BoxError('a segment has grown too large without a keyframe')
    return closed
  }

  /** The last segment, as far as it came; null when there is nothing. */
  finish(): RenditionSegment | null {
    const last = this.#parts.at(-1)
    return last ? this.#close(last.start + last.duration) : null
  }

  /** The tolerance takes up what is lost between a timescale's ticks and a float. */
  #slot(part: Part): number {
    return Math.floor((part.start + 0.001) / this.#segmentSeconds)
  }

  #close(end: number): RenditionSegment {
    const bytes = Buffer.concat(this.#parts.map(part => part.bytes))
    const start = this.#parts[0]?.start ?? end
    let at = 0
    const parts = this.#parts.map(part => {
      const from = at
      at += part.bytes.length
      return { ...part, bytes: bytes.subarray(from, at) }
    })
    this.#parts = []
    this.#bytes = 0
    return { start, duration: end - start, bytes, parts }
  }
}
