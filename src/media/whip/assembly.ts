import { type Depacketizer, largestPicture, type Picture, type PictureKey } from './picture.ts'
import type { OrderedPacket } from './reorder-buffer.ts'

/** How pictures of one codec lie in RTP payloads. */
export type PictureCodec = {
  /** Begins a picture; `certain`: nothing of it can be missing before what comes first. */
  begin(certain: boolean): void
  /** False when this picture cannot be used. */
  add(payload: Buffer): boolean
  /** Ends the picture; null when there was none in it. */
  finish(): { readonly body: Buffer; readonly key: PictureKey | null } | 'broken' | null
}

/**
 * Finds where pictures begin and end: they share a timestamp, and the last packet has the marker. It may be missing, as
 * RFC 6184, 5.1, warns. What is broken or follows a loss is left out up to the next keyframe.
 */
export class Assembly implements Depacketizer {
  readonly #codec: PictureCodec
  #open: { readonly timestamp: number; readonly arrivedAt: number; bytes: number; usable: boolean } | null =
    null
  #needsKeyframe = true
  /** Whether the next packet begins a picture for sure. */
  #certain = false

  constructor(codec: PictureCodec) {
    this.#codec = codec
  }

  get needsKeyframe(): boolean {
    return this.#needsKeyframe
  }

  push({ payload, timestamp, marker, arrivedAt, afterLoss }: OrderedPacket): Picture[] {
    const pictures: Picture[] = []
    if (afterLoss) {
      this.#open = null
      this.#needsKeyframe = true
      this.#certain = false
    }
    if (payload.length === 0) return pictures
    if (this.#open !== null && this.#open.timestamp !== timestamp) this.#finish(pictures)
    if (this.#open === null) {
      this.#open = { timestamp, arrivedAt, bytes: 0, usable: true }
      this.#codec.begin(this.#certain)
    }
    const open = this.#open
    open.bytes += payload.length
    open.usable &&= open.bytes <= largestPicture && this.#codec.add(payload)
    if (marker) this.#finish(pictures)
    return pictures
  }

  #finish(pictures: Picture[]): void {
    const open = this.#open
    this.#open = null
    if (open === null) return
    this.#certain = true
    const done = open.usable ? this.#codec.finish() : 'broken'
    if (done === 'broken') this.#needsKeyframe = true
    if (done === 'broken' || done === null) return
    if (done.key === null && this.#needsKeyframe) return
    this.#needsKeyframe = false
    const { timestamp, arrivedAt } = open
    pictures.push({ timestamp, arrivedAt, ...done })
  }
}
