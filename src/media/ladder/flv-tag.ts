export type FlvTag = {
  readonly track: 'video' | 'audio'
  /** Milliseconds, from 0 to 2^32. */
  readonly time: number
  /** Codec bytes and data. */
  readonly body: Buffer
}

const headBytes = 11
const tracks = new Map<number, FlvTag['track']>([
  [8, 'audio'],
  [9, 'video'],
])

/** One whole tag with its trailing size, as a publication hands them out; null for anything else. */
export function readFlvTag(bytes: Buffer): FlvTag | null {
  if (bytes.length < headBytes + 4) return null
  const track = tracks.get(bytes.readUInt8(0))
  const end = headBytes + bytes.readUIntBE(1, 3)
  if (track === undefined || bytes.length !== end + 4) return null
  const time = bytes.readUIntBE(4, 3) + bytes.readUInt8(7) * 2 ** 24
  return { track, time, body: bytes.subarray(headBytes, end) }
}

export function isFlvHeader(bytes: Buffer): boolean {
  return bytes.length >= 9 && bytes.toString('latin1', 0, 3) === 'FLV'
}
