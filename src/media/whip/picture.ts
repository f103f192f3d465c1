import type { PictureFormat } from '../ingest/h264.ts'
import type { OrderedPacket } from './reorder-buffer.ts'

/** One coded picture, whole, and decodable with those before it since the last keyframe. */
export type Picture = {
  /** Of the RTP packets. */
  readonly timestamp: number
  /** When its first packet came: milliseconds on a clock that is never set. */
  readonly arrivedAt: number
  /** What a keyframe says of the pictures from it on; null for other pictures. */
  readonly key: PictureKey | null
  readonly body: Buffer
}

export type PictureKey = {
  readonly format: PictureFormat
  /** H.264's AVCDecoderConfigurationRecord; null for VP8. */
  readonly header: Buffer | null
}

/** Makes pictures of packets in order. After a loss, those up to the next keyframe are left out. */
export type Depacketizer = {
  /** Whether it can give nothing before the next keyframe. */
  readonly needsKeyframe: boolean
  push(packet: OrderedPacket): Picture[]
}

/** A larger picture is an attack. Bytes. */
export const largestPicture = 4 * 1024 * 1024
