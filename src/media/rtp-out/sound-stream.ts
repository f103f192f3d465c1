import { type CodedSound, roomRtp } from '../rtc-ports.ts'
import { RtpStream, rtpHeaderBytes } from './rtp-stream.ts'

/** Samples in a packet of 20 ms; RFC 7587 counts 48 kHz whatever was encoded. */
const packetTicks = 960
/** A packet that strays no further from the one before is its neighbour: times come rounded. 10 ms. */
const toleranceTicks = packetTicks / 2
/** As for pictures: 5 s. */
const maxLateTicks = 5 * 48_000
/** The largest packet that Opus has (RFC 6716, 3.4) for 20 ms. */
const maxBytes = 1275

/** The sound of a room as RTP packets (RFC 7587), over all runs. */
export class SoundStream {
  readonly rtp = new RtpStream({
    ssrc: roomRtp.audioSsrc,
    payloadType: roomRtp.audioPayloadType,
    ticksPerMs: 48,
  })
  #last = Number.NEGATIVE_INFINITY

  /** Null for what is empty, too large, or not later than the packet before. */
  packet({ at, data }: CodedSound): Buffer | null {
    if (data.length === 0 || data.length > maxBytes) return null
    const time = Math.round(at * 48)
    const next = this.#last + packetTicks
    const joins = Math.abs(time - next) <= toleranceTicks
    const ticks = joins ? next : time
    if (ticks <= this.#last && ticks >= this.#last - maxLateTicks) return null
    this.#last = ticks
    const packet = Buffer.allocUnsafe(rtpHeaderBytes + data.length)
    // The marker: sound begins here (RFC 3551, 4.1).
    this.rtp.writeHeader(packet, 0, packet.length, !joins, ticks)
    data.copy(packet, rtpHeaderBytes)
    return packet
  }
}
