/** What an RTP packet says of itself (RFC 3550, 5.1), header extensions passed over. */
export function rtpFields(packet: Buffer) {
  const extended = (packet.readUInt8(0) & 0x10) !== 0
  const padding = (packet.readUInt8(0) & 0x20) !== 0 ? packet.readUInt8(packet.length - 1) : 0
  const head = 12 + (packet.readUInt8(0) & 0x0f) * 4
  const body = extended ? head + 4 + packet.readUInt16BE(head + 2) * 4 : head
  return {
    marker: (packet.readUInt8(1) & 0x80) !== 0,
    payloadType: packet.readUInt8(1) & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(body, packet.length - padding),
  }
}

/** A sender report at the head of an RTCP packet (RFC 3550, 6.4.1); null when there is none. */
export function senderReportFields(packet: Buffer) {
  if (packet.readUInt8(1) !== 200) return null
  return {
    ssrc: packet.readUInt32BE(4),
    /** Milliseconds since the Unix epoch. */
    ntpMs: (packet.readUInt32BE(8) - 2_208_988_800) * 1000 + (packet.readUInt32BE(12) / 2 ** 32) * 1000,
    timestamp: packet.readUInt32BE(16),
    packets: packet.readUInt32BE(20),
    octets: packet.readUInt32BE(24),
  }
}

/** The sender reports of an RTCP packet, which may be several in one (RFC 3550, 6.1). None for RTP. */
export function senderReports(packet: Buffer) {
  const reports: NonNullable<ReturnType<typeof senderReportFields>>[] = []
  for (let at = 0; at + 4 <= packet.length; at += (packet.readUInt16BE(at + 2) + 1) * 4) {
    const type = packet.readUInt8(at + 1)
    if (type < 200 || type > 207) break
    const report = senderReportFields(packet.subarray(at))
    if (report) reports.push(report)
  }
  return reports
}
