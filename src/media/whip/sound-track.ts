import type { RtpCodec } from '../rtc-ports.ts'
import { ReorderBuffer } from './reorder-buffer.ts'
import type { RtpPacket } from './rtp-packet.ts'
import { TrackClock } from './track-clock.ts'

/** Less than for pictures: a hole of 20 ms in the sound does no harm, and what comes later has to wait for it. */
const patienceMs = 120
/** RFC 6716, 3.4: 120 ms of sound in frames of at most 1275 bytes. */
const largest = 48 * 1276

/** A host's Opus (RFC 7587): one packet of sound in one of RTP. Milliseconds on a clock that is never set. */
export class SoundTrack {
  readonly clock: TrackClock
  readonly #buffer: ReorderBuffer

  /** `onSound` gets each packet in its order, with its time on the track's clock. */
  constructor(
    { clockRate }: RtpCodec,
    onSound: (sound: { readonly body: Buffer; readonly time: number; readonly arrivedAt: number }) => void,
  ) {
    this.clock = new TrackClock(clockRate)
    this.#buffer = new ReorderBuffer(patienceMs, ({ payload, timestamp, arrivedAt }) => {
      if (payload.length === 0 || payload.length > largest) return
      onSound({ body: payload, time: this.clock.read(timestamp, arrivedAt), arrivedAt })
    })
  }

  rtp(packet: RtpPacket, now: number): void {
    this.#buffer.add(packet, now)
  }

  expire(now: number): void {
    this.#buffer.expire(now)
  }
}
