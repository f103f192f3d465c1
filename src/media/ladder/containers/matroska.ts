import type { MatroskaFormat, SourcePacket } from '../../ports.ts'
import { element, float, openElement, text, unsigned } from './ebml.ts'

/** Nanoseconds of a tick. A block lies up to 2^15 ticks from its cluster: silence that runs ahead has room in 0.3 s. */
const tick = 10_000
const ticksPerMs = 1_000_000 / tick
const farthest = 2 ** 15 - 1

/** Both the number and the type of a track. */
const tracks = { video: 1, audio: 2 }
const pictureCodecs = { h264: 'V_MPEG4/ISO/AVC', vp8: 'V_VP8' }
const keyframe = 0x80

/**
 * What libopus says before the sound that it was given (at 48 kHz, and not in its mode of low delay): browsers and OBS
 * stamp a packet with the time of the sound that went in. Samples.
 */
const opusDelay = 312
/** How much a decoder of Opus hears before what it says is right (RFC 7845, 4.6). Nanoseconds. */
const opusPreRoll = 80_000_000

/**
 * Matroska (RFC 9559) as it is made live: a segment without end, whose clusters have no end either, so that each
 * packet can be read as soon as it is written.
 */
export class MatroskaContainer {
  readonly #format: MatroskaFormat
  /** When the present cluster began. Ticks. */
  #cluster: number | null = null

  constructor(format: MatroskaFormat) {
    this.#format = format
  }

  get head(): Buffer {
    return Buffer.concat([ebmlHeader, openElement('18538067'), info, element('1654ae6b', ...this.#tracks())])
  }

  packet({ track, key, time, body }: SourcePacket): Buffer {
    const ticks = Math.max(0, Math.round(time * ticksPerMs))
    const opening: Buffer[] = []
    if (this.#cluster === null || Math.abs(ticks - this.#cluster) > farthest) {
      this.#cluster = ticks
      opening.push(openElement('1f43b675'), unsigned('e7', ticks))
    }
    const head = Buffer.alloc(4)
    head.writeUInt8(0x80 | tracks[track], 0)
    head.writeInt16BE(ticks - this.#cluster, 1)
    // Every packet of sound can be decoded by itself.
    head.writeUInt8(key || track === 'audio' ? keyframe : 0, 3)
    return Buffer.concat([...opening, element('a3', head, body)])
  }

  *#tracks(): Generator<Buffer> {
    const { video, audio } = this.#format
    yield trackEntry('video', pictureCodecs[video.codec], [
      ...(video.header ? [element('63a2', video.header)] : []),
      element('e0', unsigned('b0', video.width), unsigned('ba', video.height)),
    ])
    if (audio) yield trackEntry('audio', 'A_OPUS', sound)
  }
}

const ebmlHeader = element(
  '1a45dfa3',
  ...[unsigned('4286', 1), unsigned('42f7', 1), unsigned('42f2', 4), unsigned('42f3', 8)],
  ...[text('4282', 'matroska'), unsigned('4287', 4), unsigned('4285', 2)],
)

const info = element(
  '1549a966',
  unsigned('2ad7b1', tick),
  text('4d80', 'stallcast'),
  text('5741', 'stallcast'),
)

function trackEntry(track: SourcePacket['track'], codec: string, rest: readonly Buffer[]): Buffer {
  const number = tracks[track]
  return element(
    'ae',
    ...[unsigned('d7', number), unsigned('73c5', number), unsigned('83', number)],
    // No lacing: a block is a packet.
    ...[unsigned('9c', 0), text('86', codec), ...rest],
  )
}

/** Two channels whatever the sender has: decoders of Opus make as many as they are asked for. */
const sound = [
  element('63a2', opusHead(2)),
  unsigned('56aa', (opusDelay * 1_000_000_000) / 48_000),
  unsigned('56bb', opusPreRoll),
  element('e1', float('b5', 48_000), unsigned('9f', 2)),
]

/** RFC 7845, 5.1. */
function opusHead(channels: number): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 'latin1')
  head.writeUInt8(1, 8)
  head.writeUInt8(channels, 9)
  head.writeUInt16LE(opusDelay, 10)
  head.writeUInt32LE(48_000, 12)
  return head
}
