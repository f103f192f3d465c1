import { NotAcceptableError, UnavailableError } from '../../src/errors.ts'
import type {
  HostSession,
  IceParameters,
  OutgoingMedia,
  RemoteDtls,
  RtcSession,
  SfuSessions,
  ViewerOffer,
  ViewerSession,
} from '../../src/media/rtc-ports.ts'

/** A session that is only negotiated: nothing listens at its candidates. */
export class PaperSession implements RtcSession {
  ice: IceParameters = iceOf(1)
  readonly candidates = [
    { foundation: 'udp', priority: 1_076_302_079, address: '192.0.2.1', port: 44_400, protocol: 'udp' },
    { foundation: 'tcp', priority: 1_076_276_479, address: '192.0.2.1', port: 44_400, protocol: 'tcp' },
  ] as const
  readonly fingerprint = { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }
  readonly closed: Promise<string>
  readonly connected: Promise<void>
  /** What it was connected to. */
  remote: RemoteDtls | null = null
  /** What happened to it, in order. */
  readonly told: string[] = []
  refusesRestart = false
  #restarts = 1
  readonly #close: (reason: string) => void
  /** As when DTLS has come about. */
  readonly comeAbout: () => void

  constructor() {
    const { promise, resolve } = Promise.withResolvers<string>()
    this.closed = promise
    this.#close = resolve
    const connected = Promise.withResolvers<void>()
    this.connected = connected.promise
    this.comeAbout = connected.resolve
  }

  async connect(remote: RemoteDtls): Promise<void> {
    this.remote = remote
  }

  async restartIce(): Promise<IceParameters> {
    if (this.refusesRestart) throw new UnavailableError('Not now.', 1)
    this.ice = iceOf(++this.#restarts)
    return this.ice
  }

  close(reason: string): void {
    this.told.push(reason)
    this.#close(reason)
  }
}

class PaperHost extends PaperSession implements HostSession {
  readonly remoteAddress = null
  async receive() {
    return { requestKeyframe: () => undefined }
  }
}

class PaperViewer extends PaperSession implements ViewerSession {
  readonly media: readonly OutgoingMedia[]
  constructor(media: readonly OutgoingMedia[]) {
    super()
    this.media = media
  }
}

/** The SFU's side of the ports, on paper: enough for what is said over HTTP. */
export class PaperSfu implements SfuSessions {
  readonly hosts: PaperHost[] = []
  readonly viewers: PaperViewer[] = []
  readonly offers: (ViewerOffer | null)[] = []
  full = false
  /** Offers of viewers cannot be served as they are. */
  countersOffers = false

  async host(): Promise<HostSession> {
    if (this.full) throw new UnavailableError('No worker runs.', 3)
    const host = new PaperHost()
    this.hosts.push(host)
    return host
  }

  async viewer(_slug: string, offer: ViewerOffer | null): Promise<ViewerSession> {
    if (this.full) throw new UnavailableError('There is no room for more.', 3)
    this.offers.push(offer)
    if (offer !== null && this.countersOffers) throw new NotAcceptableError('Not with these payload types.')
    const viewer = new PaperViewer(offer === null ? ownMedia : sentFor(offer))
    this.viewers.push(viewer)
    return viewer
  }
}

const iceOf = (n: number): IceParameters => ({
  usernameFragment: `local${n}`,
  password: `password${n}password${n}pass`,
})

const mid = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }

/** What is sent to a viewer who leaves the choice to the server. */
export const ownMedia: readonly OutgoingMedia[] = [
  {
    kind: 'video',
    mid: '0',
    codecs: [
      {
        mimeType: 'video/H264',
        payloadType: 96,
        clockRate: 90_000,
        channels: null,
        parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
        rtcpFeedback: [
          { type: 'nack', parameter: '' },
          { type: 'nack', parameter: 'pli' },
        ],
      },
      {
        mimeType: 'video/rtx',
        payloadType: 97,
        clockRate: 90_000,
        channels: null,
        parameters: { apt: 96 },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [mid],
    ssrc: 1234,
    rtxSsrc: 1235,
    cname: 'stallcast',
  },
  {
    kind: 'audio',
    mid: '1',
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1 },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [mid],
    ssrc: 2234,
    rtxSsrc: null,
    cname: 'stallcast',
  },
]

function sentFor(offer: ViewerOffer): OutgoingMedia[] {
  return ownMedia.flatMap(own => {
    const wanted = offer[own.kind]
    if (wanted === null) return []
    const { mid, codecs, headerExtensions } = wanted
    return [{ ...own, mid, codecs: codecs.slice(0, own.rtxSsrc === null ? 1 : 2), headerExtensions }]
  })
}
