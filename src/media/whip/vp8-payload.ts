import type { PictureCodec } from './assembly.ts'
import type { PictureKey } from './picture.ts'

/** VP8 in RTP (RFC 7741). */
export class Vp8Payload implements PictureCodec {
  #parts: Buffer[] = []

  begin(): void {
    this.#parts = []
  }

  add(payload: Buffer): boolean {
    const begin = descriptorBytes(payload)
    if (begin === null || begin >= payload.length) return false
    const first = payload.readUInt8(0)
    // The frame begins with the start of its partition 0.
    const begins = (first & 0x10) !== 0 && (first & 0x07) === 0
    if (begins !== (this.#parts.length === 0)) return false
    this.#parts.push(payload.subarray(begin))
    return true
  }

  finish(): ReturnType<PictureCodec['finish']> {
    if (this.#parts.length === 0) return null
    const body = Buffer.concat(this.#parts)
    this.begin()
    const keyframe = (body.readUInt8(0) & 1) === 0
    if (!keyframe) return { body, key: null }
    const key = describeKeyframe(body)
    return key === null ? 'broken' : { body, key }
  }
}

/** RFC 7741, 4.2; null when it is cut short. */
function descriptorBytes(payload: Buffer): number | null {
  const first = payload.readUInt8(0)
  if ((first & 0x80) === 0) return 1
  const extension = payload[1]
  if (extension === undefined) return null
  let bytes = 2
  if ((extension & 0x80) !== 0) {
    const id = payload[bytes]
    if (id === undefined) return null
    bytes += (id & 0x80) === 0 ? 1 : 2
  }
  if ((extension & 0x40) !== 0) bytes += 1
  if ((extension & 0x30) !== 0) bytes += 1
  return bytes
}

/** RFC 6386, 9.1: a frame tag of 3 bytes, the start code, then both sides with 14 bits. Colours: 9.2. */
function describeKeyframe(body: Buffer): PictureKey | null {
  if (body.length < 10 || body.readUIntBE(3, 3) !== 0x9d012a) return null
  const width = body.readUInt16LE(6) & 0x3fff
  const height = body.readUInt16LE(8) & 0x3fff
  return { format: { width, height, timing: null, matrix: 'bt601' }, header: null }
}
