/** A NAL unit, as a place in a buffer. */
export type NalUnit = { readonly bytes: Buffer; readonly start: number; readonly end: number }

const nalTypes = { sei: 6, sps: 7, pps: 8, delimiter: 9, filler: 12 } as const

/**
 * The NAL units that a picture needs, without SEI, delimiters and filler. `data` has each behind its length in
 * 4 bytes; where a length leads beyond the end, the rest is left out. Parameter sets among the data give way to those
 * beside it.
 */
export function neededNalUnits(data: Buffer, parameterSets: readonly Buffer[]): NalUnit[] {
  const units: NalUnit[] = []
  for (const bytes of parameterSets) {
    if (bytes.length > 0) units.push({ bytes, start: 0, end: bytes.length })
  }
  const own = units.length > 0
  let start = 4
  while (start < data.length) {
    const end = start + data.readUInt32BE(start - 4)
    if (end > data.length) break
    if (end > start && isNeeded((data[start] ?? 0) & 0x1f, own)) units.push({ bytes: data, start, end })
    start = end + 4
  }
  return units
}

function isNeeded(type: number, setsAreKnown: boolean): boolean {
  if (type === nalTypes.sps || type === nalTypes.pps) return !setsAreKnown
  return type !== nalTypes.sei && type !== nalTypes.delimiter && type !== nalTypes.filler
}
