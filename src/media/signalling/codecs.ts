import type { RtcpFeedback, RtpCodec } from '../rtc-ports.ts'
import { malformed, type Section } from './sdp-text.ts'

const names: Readonly<Record<string, string>> = { h264: 'H264', vp8: 'VP8', opus: 'opus', rtx: 'rtx' }

/** RTCP feedback that the SFU answers to. */
const feedback = new Set(['nack', 'nack pli', 'ccm fir', 'goog-remb', 'transport-cc'])

/** The codecs of a section in the order of its m-line. @throws AppError (400) for payload types that are none. */
export function readCodecs(section: Section, kind: string, label: string): RtpCodec[] {
  const payloadTypes = String(section.payloads ?? '')
    .split(' ')
    .map(text => {
      const payloadType = Number(text)
      if (/^\d{1,3}$/.test(text) && payloadType < 128) return payloadType
      throw malformed(`${label}: '${text.slice(0, 20)}' is no payload type`)
    })
  if (new Set(payloadTypes).size !== payloadTypes.length)
    throw malformed(`${label}: a payload type stands twice`)
  return payloadTypes.flatMap(payloadType => {
    const map = section.rtp.find(({ payload }) => payload === payloadType)
    if (map === undefined || map.rate === undefined) return []
    const name = String(map.codec)
    return {
      mimeType: `${kind}/${names[name.toLowerCase()] ?? name}`,
      payloadType,
      clockRate: map.rate,
      channels: kind === 'audio' ? (map.encoding ?? 1) : null,
      parameters: readParameters(section, payloadType),
      rtcpFeedback: readFeedback(section, payloadType),
    }
  })
}

/** A profile-level-id is hex, also when it is digits alone; other numbers come as numbers. */
function readParameters({ fmtp }: Section, payloadType: number): RtpCodec['parameters'] {
  const configs = fmtp.filter(({ payload }) => payload === payloadType).map(({ config }) => String(config))
  const pairs = configs
    .join(';')
    .split(';')
    .flatMap(part => {
      const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(part) ?? []
      if (name === undefined || value === undefined) return []
      const key = name.toLowerCase()
      const isNumber = key !== 'profile-level-id' && /^\d{1,9}$/.test(value)
      return [[key, isNumber ? Number(value) : value] as const]
    })
  return Object.fromEntries(pairs)
}

function readFeedback({ rtcpFb = [] }: Section, payloadType: number): RtcpFeedback[] {
  return rtcpFb
    .filter(({ payload }) => payload === payloadType || payload === '*')
    .map(({ type, subtype }) => ({ type: String(type), parameter: String(subtype ?? '') }))
    .filter(({ type, parameter }) => feedback.has(`${type} ${parameter}`.trim()))
}

export const isRtx = (codec: RtpCodec): boolean => codec.mimeType.endsWith('/rtx')

/** H.264 in which one picture may be cut over packets (RFC 6184, section 6.3), whatever the profile. */
export const isCutH264 = (codec: RtpCodec): boolean =>
  codec.mimeType === 'video/H264' && codec.parameters['packetization-mode'] === 1

/** H.264 with one NAL unit in a packet (RFC 6184, section 6.2): what is meant when nothing is said. */
export const isWholeH264 = (codec: RtpCodec): boolean =>
  codec.mimeType === 'video/H264' && (codec.parameters['packetization-mode'] ?? 0) === 0

export const isVp8 = (codec: RtpCodec): boolean => codec.mimeType === 'video/VP8'

/** RFC 7587, section 7: always said to be 48000/2. */
export const isOpus = (codec: RtpCodec): boolean =>
  codec.mimeType === 'audio/opus' && codec.clockRate === 48000 && codec.channels === 2

/** A codec, and behind it the RTX of its packets if there is one. */
export function withRtx(codec: RtpCodec, all: readonly RtpCodec[]): RtpCodec[] {
  const rtx = all.find(other => isRtx(other) && other.parameters.apt === codec.payloadType)
  return rtx === undefined ? [codec] : [codec, rtx]
}
