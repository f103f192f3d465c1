import type {
  IncomingMedia,
  OutgoingMedia,
  RtcSession,
  RtpCodec,
  ViewerMedia,
  ViewerOffer,
} from '../../src/media/rtc-ports.ts'

/** Just enough SDP for the SFU's own tests: signalling has the real thing. */

/** `address`: what to say instead of the candidates' own, for example a relay. */
type Description = {
  readonly session: RtcSession
  readonly media: readonly OutgoingMedia[]
  readonly setup: 'actpass' | 'passive'
  readonly protocol?: 'udp' | 'tcp'
  readonly relay?: { readonly address: string; readonly port: number }
}

export function describe({ session, media, setup, protocol, relay }: Description): string {
  const candidates = relay
    ? [{ foundation: 'relay', priority: 1, protocol: 'udp', address: relay.address, port: relay.port }]
    : session.candidates.filter(candidate => !protocol || candidate.protocol === protocol)
  const sections = media.flatMap(part => [
    `m=${part.kind} 7 UDP/TLS/RTP/SAVPF ${part.codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    ...[
      'c=IN IP4 127.0.0.1',
      `a=mid:${part.mid}`,
      'a=sendonly',
      'a=rtcp-mux',
      'a=rtcp-rsize',
      `a=setup:${setup}`,
    ],
    `a=ice-ufrag:${session.ice.usernameFragment}`,
    `a=ice-pwd:${session.ice.password}`,
    `a=fingerprint:${session.fingerprint.algorithm} ${session.fingerprint.value}`,
    ...candidates.map(
      ({ foundation, protocol, priority, address, port }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host${protocol === 'tcp' ? ' tcptype passive' : ''}`,
    ),
    ...['a=end-of-candidates', `a=msid:room ${part.kind}`],
    ...part.headerExtensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    ...part.codecs.flatMap(codecLines),
    ...(part.rtxSsrc === null ? [] : [`a=ssrc-group:FID ${part.ssrc} ${part.rtxSsrc}`]),
    ...[part.ssrc, part.rtxSsrc].flatMap(ssrc =>
      ssrc === null ? [] : [`a=ssrc:${ssrc} cname:${part.cname}`],
    ),
  ])
  const bundle = `a=group:BUNDLE ${media.map(({ mid }) => mid).join(' ')}`
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', bundle, ...sections, ''].join(
    '\r\n',
  )
}

function codecLines({
  mimeType,
  payloadType,
  clockRate,
  channels,
  parameters,
  rtcpFeedback,
}: RtpCodec): string[] {
  const settings = Object.entries(parameters).map(([key, value]) => `${key}=${value}`)
  return [
    `a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${clockRate}${channels ? `/${channels}` : ''}`,
    ...(settings.length > 0 ? [`a=fmtp:${payloadType} ${settings.join(';')}`] : []),
    ...rtcpFeedback.map(
      ({ type, parameter }) => `a=rtcp-fb:${payloadType} ${type}${parameter && ` ${parameter}`}`,
    ),
  ]
}

/** The answer to a host. */
export function receiving(session: RtcSession, media: readonly IncomingMedia[]): string {
  const sections = media.flatMap(part => {
    const rids = part.encodings.flatMap(({ rid }) => rid ?? [])
    return [
      `m=${part.kind} 7 UDP/TLS/RTP/SAVPF ${part.codecs.map(({ payloadType }) => payloadType).join(' ')}`,
      ...[
        'c=IN IP4 127.0.0.1',
        `a=mid:${part.mid}`,
        'a=recvonly',
        'a=rtcp-mux',
        'a=rtcp-rsize',
        'a=setup:passive',
      ],
      `a=ice-ufrag:${session.ice.usernameFragment}`,
      `a=ice-pwd:${session.ice.password}`,
      `a=fingerprint:${session.fingerprint.algorithm} ${session.fingerprint.value}`,
      ...session.candidates
        .filter(({ protocol }) => protocol === 'udp')
        .map(
          ({ foundation, priority, address, port }) =>
            `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
        ),
      ...part.headerExtensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
      ...part.codecs.flatMap(codecLines),
      ...rids.map(rid => `a=rid:${rid} recv`),
      ...(rids.length > 0 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
    ]
  })
  const bundle = `a=group:BUNDLE ${media.map(({ mid }) => mid).join(' ')}`
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', bundle, ...sections, ''].join(
    '\r\n',
  )
}

export function viewerOffer(sdp: string): ViewerOffer {
  return { video: offeredMedia(sdp, 'video'), audio: offeredMedia(sdp, 'audio') }
}

/** What a description says of its first section of a kind, with all codecs. */
export function offeredMedia(sdp: string, kind: 'video' | 'audio'): ViewerMedia | null {
  const section = sdp.split(/^m=/m).find(part => part.startsWith(kind))
  if (!section) return null
  const all = (pattern: RegExp) => [...section.matchAll(pattern)].map(match => match.slice(1))
  const codecs = all(/^a=rtpmap:(\d+) ([^/\s]+)\/(\d+)(?:\/(\d+))?/gm).map(
    ([type, name, rate, channels]) => ({
      mimeType: `${kind}/${name}`,
      payloadType: Number(type),
      clockRate: Number(rate),
      channels: channels ? Number(channels) : null,
      parameters: Object.fromEntries(
        all(new RegExp(`^a=fmtp:${type} (.*)`, 'gm')).flatMap(([line]) =>
          (line ?? '')
            .trim()
            .split(';')
            .map(setting => setting.split('=')),
        ),
      ),
      rtcpFeedback: all(new RegExp(`^a=rtcp-fb:${type} (\\S+)(?: (\\S+))?`, 'gm')).map(([of, parameter]) => ({
        type: of ?? '',
        parameter: parameter ?? '',
      })),
    }),
  )
  return {
    mid: all(/^a=mid:(\S+)/gm)[0]?.[0] ?? '',
    codecs,
    headerExtensions: all(/^a=extmap:(\d+)\S* (\S+)/gm).map(([id, uri]) => ({
      id: Number(id),
      uri: uri ?? '',
    })),
  }
}

export function remoteFingerprint(sdp: string) {
  const [, algorithm, value] = /^a=fingerprint:(\S+) (\S+)/m.exec(sdp) ?? []
  return { algorithm: algorithm ?? '', value: value ?? '' }
}
