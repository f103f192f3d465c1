import type { RtpCodec, ViewerMedia, ViewerOffer } from '../rtc-ports.ts'
import { isCutH264, isOpus, withRtx } from './codecs.ts'
import type { Description, MediaSection } from './description.ts'
import { demandPassive, demandProtocol } from './host-media.ts'
import { unusable } from './sdp-text.ts'

/**
 * What of an offer can be sent to a viewer (draft-ietf-wish-whep-04, section 4.2).
 * @throws AppError (422), naming the m-line.
 */
export function viewerMedia(offer: Description): ViewerOffer {
  demandPassive(offer)
  const wanted = offer.sections.filter(({ disabled, kind }) => !disabled && kind !== 'application')
  const other = wanted.find(({ kind }) => kind !== 'audio' && kind !== 'video')
  if (other !== undefined) throw unusable(`${other.label}: only audio and video are sent`)
  return { video: only(wanted, 'video'), audio: only(wanted, 'audio') }
}

function only(sections: readonly MediaSection[], kind: 'video' | 'audio'): ViewerMedia | null {
  const [section, second] = sections.filter(each => each.kind === kind)
  if (section === undefined) return null
  if (second !== undefined) throw unusable(`${second.label}: one m-line of ${kind} is enough`)
  demandProtocol(section)
  const { label, direction, mid, headerExtensions } = section
  if (direction !== 'recvonly' && direction !== 'sendrecv') {
    throw unusable(`${label}: 'a=${direction}' will not do: a viewer receives (recvonly, sendrecv)`)
  }
  const codecs = section.codecs.filter(kind === 'video' ? isCutH264 : isOpus)
  if (codecs.length === 0) {
    throw unusable(`${label}: ${kind === 'video' ? 'H.264 with packetization-mode 1' : 'Opus'} is needed`)
  }
  const best = codecs.toSorted((a, b) => rank(a) - rank(b))
  return { mid, headerExtensions, codecs: best.flatMap(codec => withRtx(codec, section.codecs)) }
}

/** Constrained baseline first: each browser offers it, and players need no other (RFC 7742, section 6.2). */
function rank({ parameters }: RtpCodec): number {
  const profile = String(parameters['profile-level-id'] ?? '420010')
    .toLowerCase()
    .slice(0, 4)
  const place = ['42e0', '4200', '4d00', '640c', '6400'].indexOf(profile)
  return place < 0 ? 9 : place
}
