import type { HealthView } from '../../src/wire.ts'

/** What is wrong with the host's stream; `texts.ts` says for each what to do. Most harmful first. */
export type Warning =
  | { readonly name: 'encoder-slow'; readonly speed: number }
  | { readonly name: 'frames-missing'; readonly framesPerSecond: number; readonly wanted: number }
  | {
      readonly name: 'bitrate-low' | 'bitrate-low-whip'
      readonly kilobitsPerSecond: number
      readonly wanted: number
    }
  | { readonly name: 'bitrate-high'; readonly kilobitsPerSecond: number; readonly limit: number }
  | { readonly name: 'keyframes-rare'; readonly seconds: number }
  | { readonly name: 'no-sound' }

/** Slower than this, x264 falls behind the clock and viewers' delay grows without end. */
const slowestEncoder = 0.97
/** Of a browser, which makes them when it is asked: by `keyframeEveryMs` of the server's, and then some. */
const mostKeyframeSeconds = { rtmp: 4, whip: 5 }
const leastFrameShare = 0.9
/** Browsers send no more than the picture needs at the time. */
const leastShare = { rtmp: 1, whip: 0.5 }
/** `rtmp.maxKbps` of the default configuration: above it the server ends the connection. */
export const bitrateLimit = 20_000
const nearLimit = 0.85

/** Pure: the same health gives the same warnings. */
export function warnings(health: HealthView, limit = bitrateLimit): readonly Warning[] {
  const found: Warning[] = []
  const { source, kilobitsPerSecond, framesPerSecond, keyframeSeconds, encoderSpeed } = health
  if (encoderSpeed !== null && encoderSpeed < slowestEncoder)
    found.push({ name: 'encoder-slow', speed: encoderSpeed })
  if (source.framesPerSecond > 0 && framesPerSecond < source.framesPerSecond * leastFrameShare)
    found.push({ name: 'frames-missing', framesPerSecond, wanted: source.framesPerSecond })
  const wanted = leastBitrate(source.width, source.height) * leastShare[source.protocol]
  if (kilobitsPerSecond < wanted) {
    const name = source.protocol === 'whip' ? 'bitrate-low-whip' : 'bitrate-low'
    found.push({ name, kilobitsPerSecond, wanted })
  }
  if (kilobitsPerSecond > limit * nearLimit) found.push({ name: 'bitrate-high', kilobitsPerSecond, limit })
  if (keyframeSeconds !== null && keyframeSeconds > mostKeyframeSeconds[source.protocol])
    found.push({ name: 'keyframes-rare', seconds: keyframeSeconds })
  if (source.audioCodec === null) found.push({ name: 'no-sound' })
  return found
}

/**
 * Kilobits a second under which a moving picture of this size falls apart: about a third of what YouTube and
 * Twitch recommend for it, so that a still picture (which x264 makes small) seldom warns.
 */
function leastBitrate(width: number, height: number): number {
  const short = Math.min(width, height)
  if (short >= 1080) return 1500
  if (short >= 720) return 800
  if (short >= 480) return 400
  return 200
}

/** Bitrate to set in OBS, from what the line can send: a third is left for what else needs it. kbit/s. */
export function recommendedBitrate(uploadMegabits: number): number {
  const share = Math.floor((uploadMegabits * 1000 * 0.66) / 100) * 100
  return Math.min(6000, Math.max(500, share))
}
