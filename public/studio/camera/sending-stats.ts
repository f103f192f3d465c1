import type { Sending } from './quality.ts'

type Counter = { readonly at: number; readonly bytes: number; readonly sent: number; readonly lost: number }
type Report = Readonly<Record<string, unknown>> & { readonly type: string; readonly timestamp: number }

/**
 * Reads https://www.w3.org/TR/webrtc-stats/ again and again; each call tells of the time since the last (null the
 * first time, and with a new connection).
 */
export class SendingStats {
  #connection: RTCPeerConnection | null = null
  #last: Counter | null = null

  async read(connection: RTCPeerConnection): Promise<Sending | null> {
    if (connection !== this.#connection) this.#last = null
    this.#connection = connection
    const reports = [...(await connection.getStats()).values()] as Report[]
    const video = reports.find(report => report.type === 'outbound-rtp' && report.kind === 'video')
    if (!video) return null
    const seen = reports.find(report => report.type === 'remote-inbound-rtp' && report.kind === 'video')
    const pair = reports.find(report => report.type === 'candidate-pair' && report.nominated === true)
    const now: Counter = {
      at: video.timestamp,
      bytes: numberOf(video.bytesSent) ?? 0,
      sent: numberOf(video.packetsSent) ?? 0,
      lost: numberOf(seen?.packetsLost) ?? 0,
    }
    const last = this.#last
    this.#last = now
    if (!last || now.at <= last.at) return null
    const sent = now.sent - last.sent
    const seconds = numberOf(seen?.roundTripTime) ?? numberOf(pair?.currentRoundTripTime)
    return {
      kilobitsPerSecond: ((now.bytes - last.bytes) * 8) / (now.at - last.at),
      width: numberOf(video.frameWidth) ?? 0,
      height: numberOf(video.frameHeight) ?? 0,
      framesPerSecond: numberOf(video.framesPerSecond) ?? 0,
      loss: seen && sent > 0 ? Math.min(1, Math.max(0, now.lost - last.lost) / sent) : null,
      roundTripMs: seconds === null ? null : seconds * 1_000,
      limit: limitOf(video.qualityLimitationReason),
    }
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function limitOf(reason: unknown): Sending['limit'] {
  return reason === 'cpu' || reason === 'bandwidth' || reason === 'other' ? reason : 'none'
}
