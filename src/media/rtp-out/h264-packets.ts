import { type NalUnit, neededNalUnits } from './nal-units.ts'
import { type RtpStream, rtpHeaderBytes } from './rtp-stream.ts'

/**
 * Bytes of payload in a packet. Mediasoup adds up to 24 bytes of header extensions and 2 of RTX, SRTP 16: with that
 * and the RTP header, a packet still fits into the smallest MTU of IPv6 (1280, RFC 8200).
 */
export const maxPayload = 1160

const stapA = 24
const fuA = 28

/** A packet's payload: whole NAL units, or the piece `from`–`to` of one. */
type Payload =
  | { readonly units: readonly NalUnit[]; readonly size: number }
  | { readonly piece: NalUnit; readonly from: number; readonly to: number; readonly size: number }

/**
 * Cuts a picture into RTP packets (RFC 6184, packetization-mode 1): what is small goes together (STAP-A), what is large
 * goes in fragments (FU-A), and the last packet has the marker. `parameterSets` come first: mediasoup takes a packet
 * with an SPS for the beginning of a keyframe. Gives nothing for a picture without a usable NAL unit.
 */
export function h264Packets(
  stream: RtpStream,
  ticks: number,
  data: Buffer,
  parameterSets: readonly Buffer[],
): Buffer[] {
  const payloads = plan(neededNalUnits(data, parameterSets))
  const total = payloads.reduce((sum, { size }) => sum + rtpHeaderBytes + size, 0)
  const all = Buffer.allocUnsafe(total)
  let at = 0
  return payloads.map((payload, index) => {
    const size = rtpHeaderBytes + payload.size
    stream.writeHeader(all, at, size, index === payloads.length - 1, ticks)
    writePayload(all, at + rtpHeaderBytes, payload)
    at += size
    return all.subarray(at - size, at)
  })
}

function plan(units: readonly NalUnit[]): Payload[] {
  const payloads: Payload[] = []
  let together: NalUnit[] = []
  // The STAP-A's header, which a packet with one unit does without.
  let size = 1
  const flush = () => {
    const [first] = together
    if (first) payloads.push({ units: together, size: together.length > 1 ? size : first.end - first.start })
    together = []
    size = 1
  }
  for (const unit of units) {
    const length = unit.end - unit.start
    if (size + 2 + length > maxPayload) flush()
    if (length > maxPayload) {
      payloads.push(...fragments(unit))
      continue
    }
    together.push(unit)
    size += 2 + length
  }
  flush()
  return payloads
}

/** Of nearly the same size, so that no packet is a waste. */
function fragments(unit: NalUnit): Payload[] {
  // The unit's first byte is in the two of each fragment's header.
  const first = unit.start + 1
  const count = Math.ceil((unit.end - first) / (maxPayload - 2))
  const bound = (n: number) => first + Math.floor(((unit.end - first) * n) / count)
  return Array.from({ length: count }, (_, n) => {
    const from = bound(n)
    const to = bound(n + 1)
    return { piece: unit, from, to, size: 2 + to - from }
  })
}

function writePayload(packet: Buffer, offset: number, payload: Payload): void {
  if ('piece' in payload) {
    const { piece, from, to } = payload
    const header = piece.bytes[piece.start] ?? 0
    const begins = from === piece.start + 1 ? 0x80 : 0
    const ends = to === piece.end ? 0x40 : 0
    packet[offset] = (header & 0xe0) | fuA
    packet[offset + 1] = begins | ends | (header & 0x1f)
    piece.bytes.copy(packet, offset + 2, from, to)
    return
  }
  const [only] = payload.units
  if (payload.units.length === 1 && only) {
    only.bytes.copy(packet, offset, only.start, only.end)
    return
  }
  let forbidden = 0
  let importance = 0
  let at = offset + 1
  for (const { bytes, start, end } of payload.units) {
    const header = bytes[start] ?? 0
    forbidden |= header & 0x80
    importance = Math.max(importance, header & 0x60)
    packet.writeUInt16BE(end - start, at)
    bytes.copy(packet, at + 2, start, end)
    at += 2 + end - start
  }
  packet[offset] = forbidden | importance | stapA
}
