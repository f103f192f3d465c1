import { BoxError } from './boxes.ts'
import { Chunks } from './chunks.ts'

/** `ftyp` + `moov`, or one `moof` + `mdat`, with their headers: whole, as they came. */
export type Piece =
  | { readonly kind: 'init'; readonly bytes: Buffer; readonly moov: Buffer }
  | { readonly kind: 'fragment'; readonly bytes: Buffer; readonly moof: Buffer }

/** The largest of each box that is taken; whatever else comes is passed over. */
const limits = new Map([
  ['ftyp', 1024],
  ['moov', 1 << 20],
  ['moof', 1 << 20],
  ['mdat', 64 << 20],
])
const otherLimit = 1 << 20

/** Cuts a stream of fragmented MP4 into its pieces; keeps no more than one of them. */
export class FragmentReader {
  readonly #chunks = new Chunks()
  /** Bytes of the box that is being received; null before its header is complete. */
  #size: number | null = null
  #head: { readonly type: 'ftyp' | 'moof'; readonly bytes: Buffer } | null = null;

  /** @throws BoxError when this is not fragmented MP4 within the limits. */
  *push(chunk: Buffer): Generator<Piece> {
    this.#chunks.push(chunk)
    for (;;) {
      if (this.#size === null) {
        if (this.#chunks.length < 8) return
        this.#size = boxSize(this.#chunks.peek())
      }
      if (this.#chunks.length < this.#size) return
      const box = this.#chunks.take(this.#size)
      this.#size = null
      const piece = this.#take(box)
      if (piece) yield piece
    }
  }

  #take(box: Buffer): Piece | null {
    const type = boxType(box)
    const head = this.#head
    if (type === 'ftyp' || type === 'moof') {
      if (head) throw new BoxError(`${type} follows ${head.type}`)
      this.#head = { type, bytes: box }
      return null
    }
    if (type !== 'moov' && type !== 'mdat') return null
    if (head?.type !== (type === 'moov' ? 'ftyp' : 'moof')) throw new BoxError(`${type} without its head`)
    this.#head = null
    const bytes = Buffer.concat([head.bytes, box])
    return type === 'moov'
      ? { kind: 'init', bytes, moov: bytes.subarray(head.bytes.length + 8) }
      : { kind: 'fragment', bytes, moof: bytes.subarray(8, head.bytes.length) }
  }
}

function boxSize(header: Buffer): number {
  const type = boxType(header)
  // 0 (to the end) and 1 (64 bits) are sizes too, but not of anything that a live muxer writes.
  const size = header.readUInt32BE(0)
  if (size < 8 || size > (limits.get(type) ?? otherLimit)) throw new BoxError(`a ${type} of ${size} bytes`)
  return size
}

const boxType = (box: Buffer): string => box.toString('latin1', 4, 8)
