import { BoxError } from './boxes.ts'
import { Chunks } from './chunks.ts'
import type { Sample } from './sample.ts'

/** `avcC`: AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1). A picture's ticks are milliseconds. */
export type PicturePiece =
  | { readonly kind: 'config'; readonly avcC: Buffer }
  | { readonly kind: 'picture'; readonly picture: Omit<Sample, 'duration'> }

const fileHeaderSize = 9
const trailingSize = 4
const tagHeaderSize = 11
const videoTag = 9
const avc = 7

/**
 * Cuts one rendition out of the FLV that FFmpeg writes. FLV, because its muxer lets go of each picture as soon as it is
 * coded: that of MP4 keeps it back until the next one says how long it lasts.
 */
export class PictureReader {
  readonly #chunks = new Chunks()
  /** Bytes up to the end of what is being received. */
  #wanted = fileHeaderSize + trailingSize
  #state: 'file' | 'header' | 'tag' = 'file';

  /** @throws BoxError when this is not FLV with H.264 in the order in which it is shown. */
  *push(chunk: Buffer): Generator<PicturePiece> {
    this.#chunks.push(chunk)
    while (this.#chunks.length >= this.#wanted) {
      if (this.#state === 'header') {
        this.#wanted = tagHeaderSize + this.#chunks.peek().readUIntBE(1, 3) + trailingSize
        this.#state = 'tag'
        continue
      }
      const taken = this.#chunks.take(this.#wanted)
      const isTag = this.#state === 'tag'
      this.#wanted = tagHeaderSize
      this.#state = 'header'
      const piece = isTag ? readTag(taken) : checkFile(taken)
      if (piece) yield piece
    }
  }
}

function checkFile(bytes: Buffer): null {
  if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new BoxError('this is not FLV')
  return null
}

/** Adobe's FLV 10.1, E.4.3: kind of frame and codec; header, picture or end; time to its display; data. */
function readTag(tag: Buffer): PicturePiece | null {
  if (tag.readUInt8(0) !== videoTag) return null
  const body = tag.subarray(tagHeaderSize, -trailingSize)
  if (body.length < 5 || (body.readUInt8(0) & 0x0f) !== avc) throw new BoxError('a picture that is not H.264')
  const bytes = body.subarray(5)
  const kind = body.readUInt8(1)
  if (kind === 0) return { kind: 'config', avcC: bytes }
  if (kind !== 1) return null
  if (body.readIntBE(2, 3) !== 0) throw new BoxError('a picture is shown at another time')
  const time = tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24
  return { kind: 'picture', picture: { time, keyframe: body.readUInt8(0) >> 4 === 1, bytes } }
}
