import type { IncomingMedia, RtpCodec } from '../rtc-ports.ts'
import { isCutH264, isOpus, isVp8, isWholeH264, withRtx } from './codecs.ts'
import type { Description, MediaSection } from './description.ts'
import { unusable } from './sdp-text.ts'

/**
 * Header extensions that are taken. Not the orientation of the picture: whoever sends then turns the picture before
 * it is encoded, and nobody has to turn it here.
 */
const wanted = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
])

const protocols = new Set(['UDP/TLS/RTP/SAVPF', 'TCP/TLS/RTP/SAVPF', 'RTP/SAVPF'])

/** What would do, best first. */
const choices = {
  video: [isCutH264, isWholeH264, isVp8],
  audio: [isOpus],
} as const

const codecNames = { video: 'H.264 or VP8', audio: 'Opus' } as const

/**
 * What is taken of a host's offer: all of it, or nothing (RFC 9725, section 4.4.3). One picture, and at most one
 * sound; channels of data are no media.
 * @throws AppError (422), naming the m-line.
 */
export function hostMedia(offer: Description): IncomingMedia[] {
  demandPassive(offer)
  const media = offer.sections
    .filter(({ disabled, kind }) => !disabled && kind !== 'application')
    .map(section => take(section))
  for (const kind of ['video', 'audio'] as const) {
    if (media.filter(each => each.kind === kind).length > 1) {
      throw unusable(`there is more than one m-line of ${kind}: a room takes one picture and one sound`)
    }
  }
  if (!media.some(({ kind }) => kind === 'video')) throw unusable('there is no m-line of video')
  return media
}

/** RFC 9725, section 4.4.4: the other side begins the DTLS handshake. */
export function demandPassive({ setup }: Description): void {
  if (setup === 'actpass' || setup === 'active') return
  throw unusable(`'a=setup:${setup}' will not do: this server only waits for the handshake (actpass, active)`)
}

function take(section: MediaSection): IncomingMedia {
  const { label, kind, mid, source, layers, direction } = section
  if (kind !== 'video' && kind !== 'audio') throw unusable(`${label}: only audio and video are taken`)
  demandProtocol(section)
  if (direction !== 'sendonly' && direction !== 'sendrecv') {
    throw unusable(`${label}: 'a=${direction}' will not do: a host sends (sendonly, sendrecv)`)
  }
  const single = { rid: null, ssrc: source?.ssrc ?? null, rtxSsrc: source?.rtxSsrc ?? null }
  return {
    kind,
    mid,
    codecs: choose(section, kind),
    headerExtensions: section.headerExtensions.filter(({ uri }) => wanted.has(uri)),
    encodings: layers.length > 0 ? layers.map(({ rid }) => ({ rid, ssrc: null, rtxSsrc: null })) : [single],
    cname: source?.cname ?? null,
  }
}

/** @throws AppError (422) */
export function demandProtocol({ label, protocol }: MediaSection): void {
  if (!protocols.has(protocol))
    throw unusable(`${label}: '${protocol}' is not spoken here, UDP/TLS/RTP/SAVPF is`)
}

function choose(section: MediaSection, kind: 'video' | 'audio'): RtpCodec[] {
  const allowed = section.codecs.filter(({ payloadType }) =>
    section.layers.every(({ formats }) => formats === null || formats.includes(payloadType)),
  )
  for (const fits of choices[kind]) {
    const codec = allowed.find(fits)
    if (codec !== undefined) return withRtx(codec, section.codecs)
  }
  const offered = [...new Set(section.codecs.map(({ mimeType }) => mimeType.split('/')[1]))].slice(0, 10)
  throw unusable(
    `${section.label}: ${codecNames[kind]} is needed, ${offered.join(', ') || 'nothing'} is offered`,
  )
}
