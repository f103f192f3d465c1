import type { SourceInfo } from '../ports.ts'
import type { AmfObject } from './amf0.ts'
import type { PictureFormat } from './h264.ts'
import { RtmpError } from './rtmp-error.ts'

/** What the first packets of a publisher have shown. Times are milliseconds on its timeline. */
export type Evidence = {
  readonly metadata: AmfObject | null
  readonly video: { readonly codec: string; readonly format: PictureFormat } | null
  readonly audioCodec: string | null
  /** First and last frame of each track; the first picture is a keyframe. */
  readonly pictures: Span | null
  readonly sounds: Span | null
}

export type Span = { readonly first: number; readonly last: number }

/** How much picture to wait through for the header of the sound. */
const soundPatience = 1000
/** How much sound to wait through for the first picture. */
const picturePatience = 3000
const smallest = 16
const largest = 4096
const highestRate = 240

/**
 * Says what a stream is as soon as that is certain; null until then.
 * @throws RtmpError when it is nothing that can be broadcast.
 */
export function describeSource(evidence: Evidence): SourceInfo | null {
  const { video, pictures, sounds, audioCodec } = evidence
  if (video === null || pictures === null) {
    if (sounds !== null && sounds.last - sounds.first > picturePatience)
      throw new RtmpError('there is no picture')
    return null
  }
  if (audioCodec === null && pictures.last - pictures.first < soundPatience) return null
  const { width, height } = video.format
  if (Math.min(width, height) < smallest || Math.max(width, height) > largest) {
    throw new RtmpError(`a picture of ${width} x ${height} is not between ${smallest} and ${largest} pixels`)
  }
  return { videoCodec: video.codec, width, height, framesPerSecond: frameRate(evidence), audioCodec }
}

/** An encoder with a variable rate writes its clock, not its rate, into the picture header. */
function frameRate({ metadata, video }: Evidence): number {
  const timing = video?.format.timing
  const told = metadata?.get('framerate')
  const candidates = [timing?.fixed ? timing.framesPerSecond : 0, told, timing?.framesPerSecond]
  const rate = candidates.find(value => typeof value === 'number' && value >= 1 && value <= highestRate)
  return typeof rate === 'number' ? rate : 0
}
