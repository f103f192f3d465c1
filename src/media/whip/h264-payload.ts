import type { PictureCodec } from './assembly.ts'
import { describeUnits, ParameterSets } from './parameter-sets.ts'

const slice = 1
const keySlice = 5
const enhancement = 6
const sequenceSet = 7
const pictureSet = 8
const aggregate = 24
const fragment = 28

/** A picture of more NAL units is an attack. */
const mostUnits = 1024

/**
 * H.264 in RTP (RFC 6184) as packetization-mode 1 has it: single NAL units, STAP-A and FU-A. Units that neither show
 * nor describe a picture (delimiters, filler, layers of SVC) are left out.
 */
export class H264Payload implements PictureCodec {
  readonly #sets = new ParameterSets()
  #units: Buffer[] = []
  #fragments: Buffer[] = []
  #certain = false

  begin(certain: boolean): void {
    this.#certain = certain
    this.#units = []
    this.#fragments = []
  }

  add(payload: Buffer): boolean {
    const type = payload.readUInt8(0) & 0x1f
    if (type === fragment) return this.#addFragment(payload)
    if (this.#fragments.length > 0) return false
    return type === aggregate ? this.#addAggregate(payload) : this.#addUnit(payload)
  }

  finish(): ReturnType<PictureCodec['finish']> {
    const units = this.#units
    const cut = this.#fragments.length > 0
    const certain = this.#certain
    this.begin(false)
    if (cut) return 'broken'
    if (!units.some(isSlice)) return null
    if (!units.some(unit => typeOf(unit) === keySlice)) return { body: lengthPrefixed(units), key: null }
    const missing = this.#sets.missingFrom(units)
    // It may have brought other ones, which were lost.
    if (missing.length > 0 && !certain) return 'broken'
    const whole = [...missing, ...units]
    const key = describeUnits(whole)
    return key === null ? 'broken' : { body: lengthPrefixed(whole), key }
  }

  /** RFC 6184, 5.7.1. */
  #addAggregate(payload: Buffer): boolean {
    for (let at = 1; at < payload.length; ) {
      if (at + 2 > payload.length) return false
      const end = at + 2 + payload.readUInt16BE(at)
      if (end > payload.length || !this.#addUnit(payload.subarray(at + 2, end))) return false
      at = end
    }
    return true
  }

  /** RFC 6184, 5.8. */
  #addFragment(payload: Buffer): boolean {
    if (payload.length < 3) return false
    const header = payload.readUInt8(1)
    const begins = (header & 0x80) !== 0
    if (begins === this.#fragments.length > 0) return false
    if (begins) this.#fragments.push(Buffer.of((payload.readUInt8(0) & 0xe0) | (header & 0x1f)))
    this.#fragments.push(payload.subarray(2))
    if ((header & 0x40) === 0) return true
    const unit = Buffer.concat(this.#fragments)
    this.#fragments = []
    return this.#addUnit(unit)
  }

  #addUnit(unit: Buffer): boolean {
    if (unit.length < 2 || this.#units.length >= mostUnits) return false
    switch (typeOf(unit)) {
      case sequenceSet:
      case pictureSet:
        if (!this.#sets.remember(unit)) return false
        break
      case slice:
      case keySlice:
        // What a picture begins with shows its first macroblock: `first_mb_in_slice` is 0, one bit that is 1.
        if ((unit.readUInt8(1) & 0x80) === 0 && !this.#units.some(isSlice)) return false
        break
      case enhancement:
        break
      default:
        return true
    }
    this.#units.push(unit)
    return true
  }
}

function isSlice(unit: Buffer): boolean {
  return typeOf(unit) === slice || typeOf(unit) === keySlice
}

function typeOf(unit: Buffer): number {
  return unit.readUInt8(0) & 0x1f
}

function lengthPrefixed(units: readonly Buffer[]): Buffer {
  const body = Buffer.allocUnsafe(units.reduce((bytes, unit) => bytes + 4 + unit.length, 0))
  let at = 0
  for (const unit of units) {
    body.writeUInt32BE(unit.length, at)
    unit.copy(body, at + 4)
    at += 4 + unit.length
  }
  return body
}
