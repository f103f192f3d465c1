import { BitReader } from '../ingest/bit-reader.ts'
import { type PictureFormat, parseAvcConfiguration } from '../ingest/h264.ts'

const sequenceType = 7
const pictureType = 8
/** No encoder comes near; H.264 allows 32 and 256. */
const mostOfAKind = 16
const largest = 1024
const highProfile = 100

/** The parameter sets of one stream: encoders may send them once and never again. */
export class ParameterSets {
  /** By their ids. */
  readonly #sequence = new Map<number, Buffer>()
  readonly #picture = new Map<number, Buffer>()

  /** `unit`: a NAL unit of type 7 or 8. False when it cannot be used. */
  remember(unit: Buffer): boolean {
    if (unit.length < 4 || unit.length > largest) return false
    const sets = typeOf(unit) === sequenceType ? this.#sequence : this.#picture
    try {
      const id = idOf(unit)
      if (sets.size >= mostOfAKind && !sets.has(id)) sets.clear()
      sets.set(id, Buffer.from(unit))
      return true
    } catch {
      return false
    }
  }

  /** Those of which a keyframe with these units brings none along. */
  missingFrom(units: readonly Buffer[]): Buffer[] {
    const has = (type: number) => units.some(unit => typeOf(unit) === type)
    return [
      ...(has(sequenceType) ? [] : this.#sequence.values()),
      ...(has(pictureType) ? [] : this.#picture.values()),
    ]
  }
}

/**
 * What a keyframe with these units says of its stream: null without parameter sets that can be read.
 */
export function describeUnits(units: readonly Buffer[]): { format: PictureFormat; header: Buffer } | null {
  const sequence = units.filter(unit => typeOf(unit) === sequenceType)
  const picture = units.filter(unit => typeOf(unit) === pictureType)
  const [first] = sequence
  if (first === undefined || picture.length === 0) return null
  const header = avcConfiguration(first, picture)
  try {
    return { format: parseAvcConfiguration(header), header }
  } catch {
    return null
  }
}

/** ISO/IEC 14496-15, 5.3.3.1, with lengths of 4 bytes. */
function avcConfiguration(sequence: Buffer, pictures: readonly Buffer[]): Buffer {
  const profile = sequence.readUInt8(1)
  return Buffer.concat([
    Buffer.of(1, profile, sequence.readUInt8(2), sequence.readUInt8(3), 0xff, 0xe1),
    sized(sequence),
    Buffer.of(pictures.length),
    ...pictures.map(sized),
    // 4:2:0 with 8 bits, the only kind that this profile has in colour.
    ...(profile === highProfile ? [Buffer.of(0xfd, 0xf8, 0xf8, 0)] : []),
  ])
}

function sized(unit: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(unit.length)
  return Buffer.concat([length, unit])
}

function typeOf(unit: Buffer): number {
  return unit.readUInt8(0) & 0x1f
}

/** H.264, 7.3.2.1.1 and 7.3.2.2: behind profile, constraints and level in one, at the front of the other. */
function idOf(unit: Buffer): number {
  const reader = new BitReader(unit.subarray(typeOf(unit) === sequenceType ? 4 : 1))
  return reader.unsigned()
}
