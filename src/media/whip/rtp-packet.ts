/** One RTP packet (RFC 3550, 5.1), without what is of no use here: who sent it and in which codec is known. */
export type RtpPacket = {
  /** 16 bits. */
  readonly sequence: number
  /** 32 bits, of the codec's clock. */
  readonly timestamp: number
  readonly marker: boolean
  /** Without padding; empty where there is nothing else, as in what browsers send to probe the line. */
  readonly payload: Buffer
}

const version = 2
const fixedBytes = 12

/** Null for what is no RTP. The payload lies in the same memory. */
export function parseRtp(packet: Buffer): RtpPacket | null {
  if (packet.length < fixedBytes) return null
  const first = packet.readUInt8(0)
  const second = packet.readUInt8(1)
  if (first >> 6 !== version) return null
  const padded = (first & 0x20) !== 0
  const extended = (first & 0x10) !== 0
  let begin = fixedBytes + (first & 0x0f) * 4
  if (extended) {
    if (packet.length < begin + 4) return null
    begin += 4 + packet.readUInt16BE(begin + 2) * 4
  }
  const end = packet.length - (padded ? packet.readUInt8(packet.length - 1) : 0)
  if (begin > end || (padded && end === packet.length)) return null
  return {
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: (second & 0x80) !== 0,
    payload: packet.subarray(begin, end),
  }
}
