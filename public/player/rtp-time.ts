const wrap = 2 ** 32
const ticksPerMs = 90

/**
 * Epoch milliseconds of a picture by its RTP timestamp, which the server makes of them: × 90, modulo 2^32
 * (`roomRtp` in src/media/rtc-ports.ts). That comes again every 13¼ hours: meant is the moment nearest `near`.
 */
export function epochOf(rtpTimestamp: number, near: number): number {
  const nearTicks = (near * ticksPerMs) % wrap
  const ahead = (rtpTimestamp - nearTicks + 1.5 * wrap) % wrap
  return near + (ahead - wrap / 2) / ticksPerMs
}
