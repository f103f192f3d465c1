import type { RtpCodec } from '../rtc-ports.ts'
import { Assembly } from './assembly.ts'
import { H264Payload } from './h264-payload.ts'
import type { Picture } from './picture.ts'
import { ReorderBuffer } from './reorder-buffer.ts'
import type { RtpPacket } from './rtp-packet.ts'
import { TrackClock } from './track-clock.ts'
import { Vp8Payload } from './vp8-payload.ts'

export type VideoLayerPorts = {
  readonly requestKeyframe: () => void
  /** Called with pictures that can be decoded, in their order. */
  readonly onPicture: (picture: Picture) => void
}

/** How long a lost packet is waited for; what is asked for anew takes a journey there and back. */
const patienceMs = 250
/** A host is not asked for keyframes more often than this: each costs as much as many pictures. */
const requestEveryMs = 1000

/** One layer of a host's video: from its packets to pictures. Milliseconds on a clock that is never set. */
export class VideoLayer {
  readonly clock: TrackClock
  readonly #ports: VideoLayerPorts
  readonly #buffer: ReorderBuffer
  readonly #assembly: Assembly
  #lastRequest = Number.NEGATIVE_INFINITY

  constructor({ mimeType, clockRate }: RtpCodec, ports: VideoLayerPorts) {
    this.clock = new TrackClock(clockRate)
    this.#ports = ports
    this.#assembly = new Assembly(isVp8(mimeType) ? new Vp8Payload() : new H264Payload())
    this.#buffer = new ReorderBuffer(patienceMs, packet => {
      for (const picture of this.#assembly.push(packet)) ports.onPicture(picture)
    })
  }

  rtp(packet: RtpPacket, now: number): void {
    this.#buffer.add(packet, now)
    if (this.#assembly.needsKeyframe) this.requestKeyframe(now)
  }

  expire(now: number): void {
    this.#buffer.expire(now)
  }

  requestKeyframe(now: number): void {
    if (now - this.#lastRequest < requestEveryMs) return
    this.#lastRequest = now
    this.#ports.requestKeyframe()
  }
}

export function isVp8(mimeType: string): boolean {
  return mimeType.toLowerCase() === 'video/vp8'
}
