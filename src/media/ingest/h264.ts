import type { ColourMatrix } from '../ports.ts'
import { BitReader } from './bit-reader.ts'
import { RtmpError } from './rtmp-error.ts'

export type PictureFormat = {
  /** Pixels that are shown: the cropping rectangle counts. */
  readonly width: number
  readonly height: number
  /** What the stream says of its own timing; null when it says nothing. */
  readonly timing: { readonly framesPerSecond: number; readonly fixed: boolean } | null
  /** Null when the stream does not say it. */
  readonly matrix: ColourMatrix | null
}

/** Profiles whose parameter sets name their chroma format (H.264, 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
/** H.264 allows no more. */
const mostCycles = 255
/** H.264, table E-5. */
const unspecifiedMatrix = 2
/** FCC and both of BT.601, which hardly differ; and RGB, of which FFmpeg's `scale` makes BT.601. */
const likeBt601 = new Set([0, 4, 5, 6])

/**
 * Reads an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) as far as its first parameter set.
 * @throws RtmpError
 */
export function parseAvcConfiguration(record: Buffer): PictureFormat {
  if (record[0] !== 1 || ((record[5] ?? 0) & 0x1f) === 0 || record.length < 8) {
    throw new RtmpError('an H.264 header without a sequence parameter set')
  }
  const end = 8 + record.readUInt16BE(6)
  if (record.length < end) throw new RtmpError('a sequence header is cut short')
  return parseSequenceParameters(record.subarray(8, end))
}

/** H.264, 7.3.2.1.1. */
function parseSequenceParameters(unit: Buffer): PictureFormat {
  const reader = new BitReader(unit)
  if ((reader.bits(8) & 0x1f) !== 7) throw new RtmpError('an H.264 header without a sequence parameter set')
  const profile = reader.bits(8)
  reader.bits(16)
  reader.unsigned()
  const chroma = highProfiles.has(profile) ? readChroma(reader) : 1
  reader.unsigned()
  skipOrderCount(reader)
  reader.unsigned()
  reader.bit()
  const widthInBlocks = reader.unsigned() + 1
  const heightInUnits = reader.unsigned() + 1
  const fieldsPerUnit = reader.flag() ? 1 : 2
  if (fieldsPerUnit === 2) reader.bit()
  reader.bit()
  const [left, right, top, bottom] = reader.flag()
    ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
    : [0, 0, 0, 0]
  const cropX = chroma === 1 || chroma === 2 ? 2 : 1
  const cropY = (chroma === 1 ? 2 : 1) * fieldsPerUnit
  return {
    width: widthInBlocks * 16 - cropX * (left + right),
    height: heightInUnits * fieldsPerUnit * 16 - cropY * (top + bottom),
    ...(reader.flag() ? readUsability(reader) : { timing: null, matrix: null }),
  }
}

/** The chroma format; 0 also for separate planes, which are cropped like monochrome. */
function readChroma(reader: BitReader): number {
  const chroma = reader.unsigned()
  const separate = chroma === 3 && reader.flag()
  reader.unsigned()
  reader.unsigned()
  reader.bit()
  if (reader.flag()) {
    const lists = chroma === 3 ? 12 : 8
    for (let i = 0; i < lists; i += 1) if (reader.flag()) skipScalingList(reader, i < 6 ? 16 : 64)
  }
  return separate ? 0 : chroma
}

function skipScalingList(reader: BitReader, size: number): void {
  let scale = 8
  for (let i = 0; i < size; i += 1) {
    const next = (scale + reader.signed() + 256) % 256
    if (next === 0) return
    scale = next
  }
}

function skipOrderCount(reader: BitReader): void {
  const type = reader.unsigned()
  if (type === 0) reader.unsigned()
  if (type !== 1) return
  reader.bit()
  reader.signed()
  reader.signed()
  const cycles = reader.unsigned()
  if (cycles > mostCycles) throw new RtmpError('a sequence header holds an impossible number')
  for (let i = 0; i < cycles; i += 1) reader.signed()
}

/** H.264, E.1.1, as far as the timing. */
function readUsability(reader: BitReader): Pick<PictureFormat, 'timing' | 'matrix'> {
  if (reader.flag() && reader.bits(8) === 255) reader.bits(32)
  if (reader.flag()) reader.bit()
  const matrix = reader.flag() ? readMatrix(reader) : null
  if (reader.flag()) {
    reader.unsigned()
    reader.unsigned()
  }
  return { matrix, timing: reader.flag() ? readTiming(reader) : null }
}

/** Of full range FFmpeg knows by itself: its pixel format is another one then. */
function readMatrix(reader: BitReader): ColourMatrix | null {
  reader.bits(4)
  if (!reader.flag()) return null
  reader.bits(16)
  const coefficients = reader.bits(8)
  if (coefficients === unspecifiedMatrix) return null
  return likeBt601.has(coefficients) ? 'bt601' : 'bt709'
}

function readTiming(reader: BitReader): PictureFormat['timing'] {
  const unitsInTick = reader.bits(32)
  const timeScale = reader.bits(32)
  const fixed = reader.flag()
  // A tick is a field, so a frame lasts two.
  return unitsInTick === 0 ? null : { framesPerSecond: timeScale / (2 * unitsInTick), fixed }
}
