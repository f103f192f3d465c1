import { RtmpError } from './rtmp-error.ts'

/** Reads the bits of an H.264 NAL unit, without its emulation prevention bytes (H.264, 7.3.1 and 9.1). */
export class BitReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(unit: Buffer) {
    this.#bytes = Buffer.from(
      unit.filter((byte, i) => !(byte === 3 && unit[i - 1] === 0 && unit[i - 2] === 0)),
    )
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new RtmpError('a sequence header is cut short')
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit
  }

  flag(): boolean {
    return this.bit() === 1
  }

  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i += 1) value = value * 2 + this.bit()
    return value
  }

  /** ue(v) */
  unsigned(): number {
    let zeros = 0
    while (this.bit() === 0) {
      zeros += 1
      if (zeros > 31) throw new RtmpError('a sequence header holds an impossible number')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v) */
  signed(): number {
    const code = this.unsigned()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }
}
