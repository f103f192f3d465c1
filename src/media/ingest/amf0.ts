import { RtmpError } from './rtmp-error.ts'

export type AmfValue = string | number | boolean | null | AmfObject | readonly AmfValue[]
export type AmfObject = ReadonlyMap<string, AmfValue>

/** Metadata of real encoders nests two deep and holds some thirty values. */
const deepest = 8
const mostValues = 512
const objectEnd = 9

/** Reads AMF0 values one after the other, within fixed bounds; whatever is not AMF0 throws RtmpError. */
export class Amf0Reader {
  readonly #bytes: Buffer
  #at = 0
  #values = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The next value; null also when there is none left. */
  next(): AmfValue {
    return this.ended ? null : this.#value(0)
  }

  #value(depth: number): AmfValue {
    this.#values += 1
    if (depth > deepest || this.#values > mostValues) throw new RtmpError('AMF data is too large')
    const type = this.#unsigned(1)
    switch (type) {
      case 0x00:
        return this.#take(8).readDoubleBE(0)
      case 0x01:
        return this.#unsigned(1) !== 0
      case 0x02:
        return this.#text(this.#unsigned(2))
      case 0x03:
        return this.#object(depth)
      case 0x05:
      case 0x06:
        return null
      case 0x08:
        // The count that an ECMA array begins with is only a hint; the end marker decides.
        this.#take(4)
        return this.#object(depth)
      case 0x0a:
        return this.#array(depth)
      case 0x0b: {
        const date = this.#take(8).readDoubleBE(0)
        this.#take(2)
        return date
      }
      case 0x0c:
      case 0x0f:
        return this.#text(this.#unsigned(4))
      case 0x10:
        this.#text(this.#unsigned(2))
        return this.#object(depth)
      default:
        throw new RtmpError('an unknown AMF type')
    }
  }

  #object(depth: number): AmfObject {
    const fields = new Map<string, AmfValue>()
    for (;;) {
      const name = this.#text(this.#unsigned(2))
      if (name === '' && this.#bytes[this.#at] === objectEnd) {
        this.#at += 1
        return fields
      }
      fields.set(name, this.#value(depth + 1))
    }
  }

  #array(depth: number): readonly AmfValue[] {
    const items: AmfValue[] = []
    for (let left = this.#unsigned(4); left > 0; left -= 1) items.push(this.#value(depth + 1))
    return items
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8')
  }

  #unsigned(length: 1 | 2 | 4): number {
    return this.#take(length).readUIntBE(0, length)
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RtmpError('AMF data is cut short')
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }
}
