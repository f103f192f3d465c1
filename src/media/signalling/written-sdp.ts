import { randomInt } from 'node:crypto'
import type { HeaderExtension, IncomingMedia, OutgoingMedia, RtcSession, RtpCodec } from '../rtc-ports.ts'
import type { Description, MediaSection } from './description.ts'
import { type Section, type Session, type Shared, writeSdp } from './sdp-text.ts'

type Setup = 'passive' | 'actpass'

/** What this server says of ICE in each description and fragment; RFC 8839, sections 5.3 and 5.6. */
const iceOptions = 'trickle ice2'
/** All media of a viewer belong to one MediaStream; RFC 8830. */
const stream = 'stallcast'

/** The answer to a host: everything that was offered is received, every layer too. */
export function hostAnswer(offer: Description, media: readonly IncomingMedia[], session: RtcSession): string {
  const sections = offer.sections.map(section => {
    const taken = media.find(({ mid }) => mid === section.mid)
    if (taken === undefined) return refused(section)
    const layers = taken.encodings.flatMap(({ rid }) => (rid === null ? [] : [rid]))
    return {
      ...bundled(taken, section.protocol, session, 'passive'),
      ...formats(taken.codecs.map(asReceived), taken.headerExtensions),
      direction: 'recvonly',
      ...(layers.length > 0 && {
        rids: layers.map(id => ({ id, direction: 'recv' })),
        simulcast: { dir1: 'recv', list1: layers.join(';') },
      }),
    }
  })
  return description(sections)
}

/** The answer to a viewer; what is offered and not sent is turned down. */
export function viewerAnswer(
  offer: Description,
  media: readonly OutgoingMedia[],
  session: RtcSession,
): string {
  const sections = offer.sections.map(section => {
    const sent = media.find(({ mid }) => mid === section.mid)
    return sent === undefined ? refused(section) : outgoing(sent, section.protocol, session, 'passive')
  })
  return description(sections)
}

/** What this server would send to a viewer. */
export function viewerOffer(media: readonly OutgoingMedia[], session: RtcSession): string {
  return description(media.map(sent => outgoing(sent, 'UDP/TLS/RTP/SAVPF', session, 'actpass')))
}

/** ICE parameters and candidates after a restart; RFC 8840, section 4.4. `tagged`: what carries the bundle. */
export function iceFragment(
  session: RtcSession,
  mids: readonly string[],
  tagged: Pick<MediaSection, 'kind' | 'mid' | 'protocol' | 'formats'>,
): string {
  const lines = [
    'a=ice-lite',
    `a=ice-options:${iceOptions}`,
    `a=group:BUNDLE ${mids.join(' ')}`,
    `m=${tagged.kind} 9 ${tagged.protocol} ${tagged.formats}`,
    `a=mid:${tagged.mid}`,
    `a=ice-ufrag:${session.ice.usernameFragment}`,
    `a=ice-pwd:${session.ice.password}`,
    ...session.candidates.map(
      ({ foundation, protocol, priority, address, port }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host` +
        (protocol === 'tcp' ? ' tcptype passive' : ''),
    ),
    'a=end-of-candidates',
  ]
  return `${lines.join('\r\n')}\r\n`
}

function description(sections: readonly Section[]): string {
  const mids = sections.filter(({ port }) => port !== 0).map(({ mid }) => String(mid))
  const session: Session = {
    version: 0,
    origin: {
      username: '-',
      sessionId: randomInt(1, 2 ** 48 - 1),
      sessionVersion: 1,
      netType: 'IN',
      ipVer: 4,
      address: '127.0.0.1',
    },
    name: '-',
    timing: { start: 0, stop: 0 },
    groups: [{ type: 'BUNDLE', mids: mids.join(' ') }],
    msidSemantic: { semantic: 'WMS', token: '*' },
    icelite: 'ice-lite',
    iceOptions,
    media: [...sections],
  }
  return writeSdp(session)
}

function outgoing(sent: OutgoingMedia, protocol: string, session: RtcSession, setup: Setup): Section {
  const { kind, ssrc, rtxSsrc, cname } = sent
  const ids = rtxSsrc === null ? [ssrc] : [ssrc, rtxSsrc]
  return {
    ...bundled(sent, protocol, session, setup),
    ...formats(sent.codecs, sent.headerExtensions),
    direction: 'sendonly',
    msid: [{ id: stream, appdata: kind }],
    ssrcs: ids.map(id => ({ id, attribute: 'cname', value: cname })),
    ...(rtxSsrc !== null && { ssrcGroups: [{ semantics: 'FID', ssrcs: `${ssrc} ${rtxSsrc}` }] }),
  }
}

/** The transport is said in each section: they are one, but not every client looks at the first only. */
function bundled(
  { kind, mid }: { readonly kind: string; readonly mid: string },
  protocol: string,
  session: RtcSession,
  setup: Setup,
): Omit<Section, 'rtp' | 'fmtp'> & Shared {
  const { algorithm, value } = session.fingerprint
  return {
    type: kind,
    port: 9,
    protocol,
    connection: { version: 4, ip: '0.0.0.0' },
    mid,
    iceUfrag: session.ice.usernameFragment,
    icePwd: session.ice.password,
    fingerprint: { type: algorithm, hash: value },
    setup,
    candidates: session.candidates.map(({ address, protocol: transport, ...candidate }) => ({
      ...candidate,
      component: 1,
      transport,
      ip: address,
      type: 'host',
      ...(transport === 'tcp' && { tcptype: 'passive' }),
    })),
    endOfCandidates: 'end-of-candidates',
    rtcpMux: 'rtcp-mux',
    rtcpRsize: 'rtcp-rsize',
    // RFC 9725, section 4.4.1, wants it of both sides; sdp-transform has no name for it.
    invalid: [{ value: 'rtcp-mux-only' }],
  }
}

function formats(
  codecs: readonly RtpCodec[],
  headerExtensions: readonly HeaderExtension[],
): Pick<Section, 'payloads' | 'rtp' | 'fmtp' | 'rtcpFb' | 'ext'> {
  return {
    payloads: codecs.map(({ payloadType }) => payloadType).join(' '),
    rtp: codecs.map(({ mimeType, payloadType, clockRate, channels }) => ({
      payload: payloadType,
      codec: mimeType.split('/')[1] ?? '',
      rate: clockRate,
      ...(channels !== null && channels > 1 && { encoding: channels }),
    })),
    fmtp: codecs.flatMap(({ payloadType, parameters }) => {
      const config = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
      return config.length === 0 ? [] : [{ payload: payloadType, config: config.join(';') }]
    }),
    rtcpFb: codecs.flatMap(({ payloadType, rtcpFeedback }) =>
      rtcpFeedback.map(({ type, parameter }) => ({
        payload: payloadType,
        type,
        ...(parameter !== '' && { subtype: parameter }),
      })),
    ),
    ext: headerExtensions.map(({ id, uri }) => ({ value: id, uri })),
  }
}

/** As this server would like to receive it: a browser sends stereo only to who asks (RFC 7587, section 7.1). */
function asReceived(codec: RtpCodec): RtpCodec {
  if (codec.mimeType === 'audio/opus') {
    return { ...codec, parameters: { minptime: 10, useinbandfec: 1, stereo: 1 } }
  }
  const { 'sprop-parameter-sets': _, ...parameters } = codec.parameters
  return { ...codec, parameters }
}

/** RFC 3264, section 6: what is not wanted has port 0. */
function refused({ kind, protocol, formats: payloads, mid }: MediaSection): Section {
  return {
    type: kind,
    port: 0,
    protocol,
    payloads,
    connection: { version: 4, ip: '0.0.0.0' },
    mid,
    direction: 'inactive',
    rtp: [],
    fmtp: [],
  }
}
