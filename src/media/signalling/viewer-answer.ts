import type { IceParameters, OutgoingMedia, RemoteDtls } from '../rtc-ports.ts'
import { readDescription } from './description.ts'
import { malformed, unusable } from './sdp-text.ts'

/**
 * A viewer's answer to what was offered: all of it is taken, in the payload types of the offer.
 * @throws AppError: 400 when it does not fit the offer, 422 when it turns something down.
 */
export function readViewerAnswer(
  body: Buffer,
  offered: readonly OutgoingMedia[],
): { readonly ice: IceParameters; readonly remote: RemoteDtls } {
  const { ice, fingerprint, setup, sections } = readDescription(body)
  if (sections.length !== offered.length) throw malformed('an answer has an m-line for each of the offer')
  for (const [index, sent] of offered.entries()) {
    const section = sections[index]
    if (section?.kind !== sent.kind || section.mid !== sent.mid) {
      throw malformed(`m-line ${index + 1} is not that of the offer (${sent.kind}, 'a=mid:${sent.mid}')`)
    }
    if (section.disabled) throw unusable(`${section.label}: is turned down`)
    if (section.direction !== 'recvonly') {
      throw unusable(`${section.label}: 'a=${section.direction}' will not do: a viewer receives (recvonly)`)
    }
    const [main] = sent.codecs
    if (!section.codecs.some(({ payloadType }) => payloadType === main?.payloadType)) {
      throw unusable(`${section.label}: payload type ${main?.payloadType} of the offer is missing`)
    }
  }
  if (setup !== 'active' && setup !== 'passive') throw malformed(`'a=setup:${setup}' is no answer`)
  return { ice, remote: { role: setup === 'active' ? 'client' : 'server', fingerprint } }
}
