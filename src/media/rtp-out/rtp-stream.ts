import { randomInt } from 'node:crypto'
import { ntpEpoch } from '../rtc-ports.ts'

export type RtpStreamOptions = {
  readonly ssrc: number
  readonly payloadType: number
  /** Ticks of the RTP timestamp in a millisecond. */
  readonly ticksPerMs: number
}

/** Bytes of an RTP header without CSRCs and extensions (RFC 3550, 5.1). */
export const rtpHeaderBytes = 12

/** The numbering of one RTP stream: headers, and what its sender reports say of it. */
export class RtpStream {
  readonly #options: RtpStreamOptions
  #sequence = randomInt(0x10000)
  #packets = 0
  #octets = 0

  constructor(options: RtpStreamOptions) {
    this.#options = options
  }

  /** Writes the next packet's header; `size` is that of the packet, header and all. `ticks` may be of any size. */
  writeHeader(packet: Buffer, offset: number, size: number, marker: boolean, ticks: number): void {
    const { ssrc, payloadType } = this.#options
    packet[offset] = 0x80
    packet[offset + 1] = payloadType | (marker ? 0x80 : 0)
    packet.writeUInt16BE(this.#sequence, offset + 2)
    packet.writeUInt32BE(modulo32(ticks), offset + 4)
    packet.writeUInt32BE(ssrc, offset + 8)
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#packets++
    this.#octets += size - rtpHeaderBytes
  }

  /**
   * A sender report with the CNAME, as RFC 3550 (6.4.1, 6.5) lays it out. The relation of the two clocks is that of
   * the timestamps: `now` (milliseconds since the epoch) × `ticksPerMs`.
   */
  senderReport(now: number, cname: string): Buffer {
    const { ssrc, ticksPerMs } = this.#options
    const name = Buffer.from(cname)
    // The item's type and length, the name and at least one null, up to 32 bits.
    const chunkBytes = 4 + Math.ceil((2 + name.length + 1) / 4) * 4
    const report = Buffer.alloc(28 + 4 + chunkBytes)
    report.writeUInt32BE(0x80c80006, 0)
    report.writeUInt32BE(ssrc, 4)
    const seconds = Math.floor(now / 1000)
    report.writeUInt32BE(modulo32(seconds + ntpEpoch), 8)
    report.writeUInt32BE(Math.floor(((now - seconds * 1000) / 1000) * 2 ** 32), 12)
    report.writeUInt32BE(modulo32(Math.round(now * ticksPerMs)), 16)
    report.writeUInt32BE(modulo32(this.#packets), 20)
    report.writeUInt32BE(modulo32(this.#octets), 24)
    report.writeUInt32BE(0x81ca0000 + chunkBytes / 4, 28)
    report.writeUInt32BE(ssrc, 32)
    report[36] = 1
    report[37] = name.length
    name.copy(report, 38)
    return report
  }
}

function modulo32(value: number): number {
  return value % 2 ** 32
}
