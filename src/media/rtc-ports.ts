/**
 * What the parts of WebRTC ask of one another: signalling (SDP over HTTP), the SFU, what comes in for FFmpeg and what
 * goes out from it. Names as in RFC 8839 (ICE), RFC 8122 (DTLS) and RFC 3550 (RTP).
 */

export type IceCandidate = {
  readonly foundation: string
  readonly priority: number
  readonly address: string
  readonly port: number
  readonly protocol: 'udp' | 'tcp'
}

export type IceParameters = { readonly usernameFragment: string; readonly password: string }

export type Fingerprint = { readonly algorithm: string; readonly value: string }

/** `client`: the other side begins the DTLS handshake (a=setup:active). */
export type RemoteDtls = { readonly role: 'client' | 'server'; readonly fingerprint: Fingerprint }

export type RtcpFeedback = { readonly type: string; readonly parameter: string }

/** A codec as SDP names it; RTX is one too, with `apt` among its parameters. */
export type RtpCodec = {
  /** `video/H264`, `video/VP8`, `video/rtx`, `audio/opus` */
  readonly mimeType: string
  readonly payloadType: number
  readonly clockRate: number
  readonly channels: number | null
  readonly parameters: Readonly<Record<string, string | number>>
  readonly rtcpFeedback: readonly RtcpFeedback[]
}

export type HeaderExtension = { readonly uri: string; readonly id: number }

/** One connection, of a host or a viewer. */
export type RtcSession = {
  readonly ice: IceParameters
  readonly candidates: readonly IceCandidate[]
  readonly fingerprint: Fingerprint
  connect(remote: RemoteDtls): Promise<void>
  /** Resolves when ICE and DTLS have come about; never, if they do not. */
  readonly connected: Promise<void>
  restartIce(): Promise<IceParameters>
  close(reason: string): void
  /**
   * Resolves when it is over, and why: closed here, closed by the other side, nobody there any more (10 s without
   * ICE consent), or its worker died.
   */
  readonly closed: Promise<string>
}

/** Seconds from 1900, where NTP begins, to 1970. */
export const ntpEpoch = 2_208_988_800

/** What a host offers to send of one kind; the payload types and ids are the host's. */
export type IncomingMedia = {
  readonly kind: 'video' | 'audio'
  readonly mid: string
  /** The chosen codec, and its RTX if there is one. */
  readonly codecs: readonly RtpCodec[]
  readonly headerExtensions: readonly HeaderExtension[]
  /** One, or one for each layer of simulcast in the order of the offer. */
  readonly encodings: readonly {
    readonly rid: string | null
    readonly ssrc: number | null
    readonly rtxSsrc: number | null
  }[]
  readonly cname: string | null
}

/** Takes a host's RTP, in the order in which it came: what was lost and sent again comes late. */
export type RtpSink = {
  /** `layer`: index among the encodings. */
  rtp(layer: number, packet: Buffer): void
  /** `ntpMs`: milliseconds since the Unix epoch on the host's clock. */
  senderReport(layer: number, report: { readonly ntpMs: number; readonly rtpTimestamp: number }): void
}

export type HostSession = RtcSession & {
  readonly remoteAddress: string | null
  /** @throws InvalidError when it cannot be received. */
  receive(
    media: IncomingMedia,
    sink: RtpSink,
  ): Promise<{
    /** Asks the host for a keyframe of one layer (PLI). */
    requestKeyframe(layer: number): void
  }>
}

/** What a viewer offered to receive; null for a kind that was not offered. */
export type ViewerOffer = {
  readonly video: ViewerMedia | null
  readonly audio: ViewerMedia | null
}

/** `codecs`: those that can be sent (H.264 with packetization-mode 1, Opus), with their RTX, best first. */
export type ViewerMedia = {
  readonly mid: string
  readonly codecs: readonly RtpCodec[]
  readonly headerExtensions: readonly HeaderExtension[]
}

export type OutgoingMedia = {
  readonly kind: 'video' | 'audio'
  readonly mid: string
  readonly codecs: readonly RtpCodec[]
  readonly headerExtensions: readonly HeaderExtension[]
  readonly ssrc: number
  readonly rtxSsrc: number | null
  readonly cname: string
}

export type ViewerSession = RtcSession & { readonly media: readonly OutgoingMedia[] }

/** The SFU as signalling sees it. */
export type SfuSessions = {
  /** @throws UnavailableError (503) when no worker runs or there is no room for more. */
  host(slug: string): Promise<HostSession>
  /**
   * With an offer: media in the viewer's own payload types and ids. With null: what this server would offer.
   * @throws UnavailableError (503) as above; NotAcceptableError (406) when this offer cannot be served as it is and a
   * counter-offer (null) can.
   */
  viewer(slug: string, offer: ViewerOffer | null): Promise<ViewerSession>
}

/** Coded pictures and sound of one room, as soon as the encoder has written them. Sources and slates alike. */
export type LiveFrames = {
  /** What follows has these renditions, best first (1 to 6). */
  begin(renditions: readonly { readonly name: string; readonly videoKbps: number }[]): void
  /** `rendition`: index among those of `begin`. */
  picture(rendition: number, picture: CodedPicture): void
  sound(sound: CodedSound): void
  /** Nothing follows until the next `begin`. */
  end(): void
}

export type CodedPicture = {
  /** When it was received, as PROGRAM-DATE-TIME says it. Milliseconds since the epoch, with a fraction. */
  readonly at: number
  readonly keyframe: boolean
  /** NAL units, each behind its length in 4 bytes. */
  readonly data: Buffer
  /** SPS and PPS, without start codes or lengths. */
  readonly parameterSets: readonly Buffer[]
}

/** One Opus packet of 20 ms, 48 kHz, stereo. `at` as in CodedPicture, at its first sample. */
export type CodedSound = { readonly at: number; readonly data: Buffer }

/**
 * Where a room's RTP goes: one for each router that has viewers of the room. Packets are whole RTP or RTCP packets
 * with the SSRCs and payload types of `roomRtp`. Never throws.
 */
export type RtpOutlet = {
  video(packet: Buffer): void
  audio(packet: Buffer): void
  /** Sender reports. */
  videoRtcp(packet: Buffer): void
  audioRtcp(packet: Buffer): void
}

/**
 * Numbers inside the server, between the feed of a room and its routers; viewers see others. Layer 0 is the lowest
 * rendition. The RTP timestamp of pictures is `at` × 90 modulo 2^32, in layer k that of k ms later; that of sound is
 * `at` × 48. A player can tell from it, to some milliseconds, which moment of PROGRAM-DATE-TIME it shows.
 */
export const roomRtp = {
  layers: 6,
  videoPayloadType: 96,
  audioPayloadType: 111,
  videoSsrc: (layer: number): number => 1001 + layer,
  audioSsrc: 2001,
  cname: 'stallcast',
} as const
