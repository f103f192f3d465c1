import { type Message, messageType } from './chunk-reader.ts'
import type { MediaKind } from './nms.ts'
import { RtmpError } from './rtmp-error.ts'
import type { Tag } from './tag.ts'

export type MediaPacket = {
  readonly track: Tag['track']
  readonly codec: string
  readonly kind: MediaKind
  /** As in an FLV tag: codec bytes and data. */
  readonly body: Buffer
}

const h264 = 7
const aac = 10
const videoCodecs = ['', 'jpeg', 'h263', 'screen', 'vp6', 'vp6a', 'screen2', 'h264']
const audioCodecs = ['pcm', 'adpcm', 'mp3', 'pcm', 'nellymoser', 'nellymoser', 'nellymoser', 'alaw', 'mulaw']
const enhancedAudio = 9
const sequenceHeader = 0
const frames = 1

/**
 * Sorts an audio or video message; null for what carries no frame (the end of a sequence, a command frame).
 * `sort` is asked only about messages that are long enough and of a kind that it knows.
 * @throws RtmpError for a codec that cannot be taken. FFmpeg 5.1, which reads these tags later, knows nothing
 * of enhanced RTMP (HEVC, AV1), so that is refused here, where the host still gets to see it.
 */
export function parseMedia(
  message: Message,
  sort: (message: Message) => MediaKind | null,
): MediaPacket | null {
  const [first, second] = message.payload
  if (first === undefined || second === undefined) return null
  const codec = message.type === messageType.video ? videoCodec(message.payload) : audioCodec(first)
  const framed = codec !== 'mp3'
  if (framed && second !== sequenceHeader && second !== frames) return null
  if (codec === 'h264' && (message.payload.length < 6 || !isPicture(first))) return null
  if (codec === 'aac' && message.payload.length < 3) return null
  const kind = sort(message)
  if (kind === null) return null
  const track = message.type === messageType.video ? 'video' : 'audio'
  return { track, codec, kind, body: message.payload }
}

function videoCodec(payload: Buffer): string {
  const first = payload.readUInt8(0)
  if ((first & 0x80) !== 0) {
    const name = payload.toString('latin1', 1, 5).replace(/[^\w-]/g, '?')
    throw new RtmpError(`video codec ${name} (enhanced RTMP) is not supported; choose H.264`)
  }
  const id = first & 0x0f
  if (id !== h264) throw new RtmpError(`video codec ${videoCodecs[id] || id} is not supported; choose H.264`)
  return 'h264'
}

function audioCodec(first: number): string {
  const id = first >> 4
  if (id === aac) return 'aac'
  const name = id === enhancedAudio ? 'of enhanced RTMP' : (audioCodecs[id] ?? String(id))
  if (name !== 'mp3') throw new RtmpError(`audio codec ${name} is not supported; choose AAC`)
  return name
}

/** A keyframe or a frame between; not a command, nor what other codecs have. */
function isPicture(first: number): boolean {
  const type = first >> 4
  return type === 1 || type === 2
}
