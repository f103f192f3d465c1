import type { RtpOutlet } from '../../src/media/rtc-ports.ts'

export type SentPacket = { readonly kind: keyof RtpOutlet; readonly packet: Buffer; readonly time: number }

/** An outlet that keeps what goes through it. Times are of `performance.now()`. */
export function outletLog(): { readonly sent: SentPacket[]; readonly outlet: RtpOutlet } {
  const sent: SentPacket[] = []
  const keep = (kind: keyof RtpOutlet) => (packet: Buffer) =>
    void sent.push({ kind, packet, time: performance.now() })
  const outlet = {
    video: keep('video'),
    audio: keep('audio'),
    videoRtcp: keep('videoRtcp'),
    audioRtcp: keep('audioRtcp'),
  }
  return { sent, outlet }
}
