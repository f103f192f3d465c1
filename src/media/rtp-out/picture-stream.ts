import { type CodedPicture, roomRtp } from '../rtc-ports.ts'
import { h264Packets } from './h264-packets.ts'
import { RtpStream } from './rtp-stream.ts'

/** Who is so far behind the last picture, in ticks, comes from a clock that was set: 5 s. */
const maxLateTicks = 5 * 90_000

/**
 * Ticks between the pictures of two layers that are of the same time: 1 ms. Mediasoup sends a viewer who changes
 * layers what has a later timestamp than all before, and would shift the rest of the layer by 33 ms if it had not.
 */
const layerTicks = 90

/** The pictures of one layer as RTP packets, over all runs. */
export class PictureStream {
  readonly rtp: RtpStream
  readonly #shift: number
  #last = Number.NEGATIVE_INFINITY
  #needsKeyframe = true

  constructor(layer: number) {
    this.rtp = new RtpStream({
      ssrc: roomRtp.videoSsrc(layer),
      payloadType: roomRtp.videoPayloadType,
      ticksPerMs: 90,
    })
    this.#shift = layer * layerTicks
  }

  /** What follows does not go on from the pictures before. */
  begin(): void {
    this.#needsKeyframe = true
  }

  /** None for a picture that is not later than the one before, and those that cannot be decoded without it. */
  packets({ at, keyframe, data, parameterSets }: CodedPicture): Buffer[] {
    // In tenths of milliseconds, which mediasoup can turn into microseconds and back without a remainder.
    const ticks = Math.round(at * 10) * 9 + this.#shift
    const late = ticks <= this.#last && !(keyframe && ticks < this.#last - maxLateTicks)
    if (late) this.#needsKeyframe = true
    if (late || (this.#needsKeyframe && !keyframe)) return []
    const packets = h264Packets(this.rtp, ticks, data, keyframe ? parameterSets : [])
    if (packets.length === 0) return []
    this.#last = ticks
    this.#needsKeyframe = false
    return packets
  }
}
