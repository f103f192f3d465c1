/** The id of transport-cc's sequence numbers, which mediasoup gives to every viewer. */
const transportId = 5
/** Reference times of transport-cc are counted in these, and its deltas. Milliseconds. */
const ticks = { reference: 64, delta: 0.25 }
/** Who reports, in an SSRC that nobody else has. */
const ownSsrc = 1

/** The transport-wide sequence number of an RTP packet (RFC 8285, one-byte headers); null: it has none, or is RTCP. */
export function sequenceOf(packet: Buffer): number | null {
  const [first = 0, second = 0] = packet
  if ((second >= 192 && second < 224) || (first & 0x10) === 0) return null
  const begin = 12 + (first & 0x0f) * 4
  if (packet.length < begin + 4 || packet.readUInt16BE(begin) !== 0xbede) return null
  const end = begin + 4 + packet.readUInt16BE(begin + 2) * 4
  for (let at = begin + 4; at < end; ) {
    const head = packet[at] ?? 0
    if (head === 0) {
      at++
      continue
    }
    if (head >> 4 === transportId) return packet.readUInt16BE(at + 1)
    at += 2 + (head & 0x0f)
  }
  return null
}

type Run = { readonly first: number; readonly times: number[] }

/** Tells a sender when its packets came (draft-holmer-rmcat-transport-wide-cc-extensions-01). */
export class TransportFeedback {
  #runs: Run[] = []
  #count = 0

  arrived(sequence: number, at: number): void {
    const run = this.#runs.at(-1)
    if (run && sequence === ((run.first + run.times.length) & 0xffff)) run.times.push(at)
    else this.#runs.push({ first: sequence, times: [at] })
  }

  /** A packet for each run without a hole, and forgets them. */
  take(ssrc: number): Buffer[] {
    return this.#runs.splice(0).map(run => feedback(run, ssrc, this.#count++ & 0xff))
  }
}

function feedback({ first, times }: Run, ssrc: number, count: number): Buffer {
  const reference = Math.floor((times[0] ?? 0) / ticks.reference)
  const packet = Buffer.alloc(Math.ceil((22 + times.length) / 4) * 4)
  packet.writeUInt16BE(0x8fcd, 0)
  packet.writeUInt16BE(packet.length / 4 - 1, 2)
  packet.writeUInt32BE(ownSsrc, 4)
  packet.writeUInt32BE(ssrc, 8)
  packet.writeUInt16BE(first, 12)
  packet.writeUInt16BE(times.length, 14)
  packet.writeUIntBE(reference % 2 ** 24, 16, 3)
  packet[19] = count
  // One run of packets that came, each with a delta of one byte.
  packet.writeUInt16BE(0x2000 | (times.length & 0x1fff), 20)
  let told = reference * ticks.reference
  for (const [n, time] of times.entries()) {
    const delta = Math.min(255, Math.max(0, Math.round((time - told) / ticks.delta)))
    packet[22 + n] = delta
    told += delta * ticks.delta
  }
  return packet
}

/** That nothing was lost, without the times of sender reports (RFC 3550, 6.4.2). */
export function receiverReport(ssrc: number, sequence: number): Buffer {
  const packet = Buffer.alloc(32)
  packet.writeUInt32BE(0x81c90007, 0)
  packet.writeUInt32BE(ownSsrc, 4)
  packet.writeUInt32BE(ssrc, 8)
  packet.writeUInt32BE(sequence, 16)
  return packet
}
