import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createWorker } from 'mediasoup'
import type {
  Consumer,
  PlainTransport,
  Producer,
  Router,
  WebRtcServer,
  WebRtcTransport,
} from 'mediasoup/types'
import type { IncomingMedia, OutgoingMedia, RtcSession } from '../src/media/rtc-ports.ts'
import { h264, mediaCodecs, ownProfile, type Profile, viewerCapabilities } from '../src/media/sfu/profile.ts'
import { describe, offeredMedia, receiving, remoteFingerprint } from '../test/helpers/rtc-sdp.ts'
import type { PlainPorts } from './host.ts'

export type BareSfu = AsyncDisposable & {
  /** Where POST /whip/a and /whep/a are answered. */
  readonly site: string
  /** The worker's. */
  readonly pid: number
  /** Opens ports for plain RTP, of H.264 (payload type 96) and of Opus (111). */
  plain(): Promise<{ readonly video: PlainPorts; readonly audio: PlainPorts }>
}

/**
 * mediasoup alone, one worker with one router, which forwards what one host sends to all viewers: to compare with. As
 * little signalling as this bench's clients need, and nothing is refused.
 */
export async function startBareSfu(): Promise<BareSfu> {
  const worker = await createWorker({ logLevel: 'error' })
  const server = await worker.createWebRtcServer({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
  })
  const sfu = new Forwarder(server)
  let router: Promise<Router> | null = null
  const http = createServer(async (request, answer) => {
    if (request.method === 'GET') return void answer.end('ok')
    const body = await text(request)
    // The first offer says which payload types the router has: those of one browser are always the same.
    const profile = body === '' ? ownProfile : profileOf(body)
    router ??= worker.createRouter({ mediaCodecs: mediaCodecs(profile) })
    const { sdp, location } = await sfu.answer(await router, request, body)
    answer.writeHead(request.method === 'POST' ? 201 : 200, {
      'content-type': 'application/sdp',
      location,
    })
    answer.end(sdp)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    site: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    pid: worker.pid,
    async plain() {
      router ??= worker.createRouter({ mediaCodecs: mediaCodecs(ownProfile) })
      return sfu.plain(await router)
    },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      http.close()
      const gone = once(worker, 'subprocessclose')
      worker.close()
      await gone
    },
  }
}

type Answer = { readonly sdp: string; readonly location: string }

class Forwarder {
  readonly #server: WebRtcServer
  readonly #producers: Producer[] = []
  readonly #transports: WebRtcTransport[] = []

  constructor(server: WebRtcServer) {
    this.#server = server
  }

  async answer(router: Router, { method, url = '' }: IncomingMessage, body: string): Promise<Answer> {
    if (method !== 'POST') {
      const transport = this.#transports[Number(url.split('/').at(-1)) - 1]
      if (method === 'DELETE') transport?.close()
      else if (transport) await connect(transport, body)
      return { sdp: '', location: url }
    }
    const transport = await router.createWebRtcTransport({ webRtcServer: this.#server })
    const location = `${url}/${this.#transports.push(transport)}`
    const sdp = await (url.startsWith('/whip/')
      ? this.#host(router, transport, body)
      : this.#viewer(router, transport, body))
    return { sdp, location }
  }

  async plain(router: Router): Promise<{ video: PlainPorts; audio: PlainPorts }> {
    const open = async (produce: (transport: PlainTransport) => Promise<Producer>): Promise<PlainPorts> => {
      const transport = await router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
        rtcpMux: false,
        comedia: true,
      })
      this.#producers.push(await produce(transport))
      return { rtp: transport.tuple.localPort, rtcp: transport.rtcpTuple?.localPort ?? 0 }
    }
    const clock = { video: 90_000, audio: 48_000 }
    return {
      video: await open(transport =>
        transport.produce({
          kind: 'video',
          rtpParameters: {
            codecs: [{ mimeType: 'video/H264', payloadType: 96, clockRate: clock.video, parameters: h264 }],
            encodings: [{ ssrc: 1 }],
          },
        }),
      ),
      audio: await open(transport =>
        transport.produce({
          kind: 'audio',
          rtpParameters: {
            codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: clock.audio, channels: 2 }],
            encodings: [{ ssrc: 2 }],
          },
        }),
      ),
    }
  }

  async #host(router: Router, transport: WebRtcTransport, offer: string): Promise<string> {
    const known = new Set<string>(router.rtpCapabilities.headerExtensions?.map(({ uri }) => uri))
    const media = (['video', 'audio'] as const)
      .map(kind => sent(offer, kind))
      .map(part => ({ ...part, headerExtensions: part.headerExtensions.filter(({ uri }) => known.has(uri)) }))
    for (const { kind, mid, codecs, headerExtensions, encodings } of media) {
      const producer = await transport.produce({
        kind,
        rtpParameters: {
          mid,
          codecs: codecs.map(({ channels, ...codec }) => ({
            ...codec,
            ...(channels !== null && { channels }),
            parameters: numbers(codec.parameters),
            rtcpFeedback: [...codec.rtcpFeedback],
          })),
          headerExtensions: headerExtensions.map(({ id, uri }) => ({ id, uri: uri as never })),
          encodings: encodings.map(({ ssrc, rtxSsrc }) => ({
            ...(ssrc !== null && { ssrc }),
            ...(rtxSsrc !== null && { rtx: { ssrc: rtxSsrc } }),
          })),
        },
      })
      this.#producers.push(producer)
    }
    await connect(transport, offer)
    return receiving(session(transport), media)
  }

  async #viewer(router: Router, transport: WebRtcTransport, offer: string): Promise<string> {
    const media: OutgoingMedia[] = []
    for (const { id, kind } of this.#producers) {
      const offered = offer === '' ? null : offeredMedia(offer, kind)
      const rtpCapabilities = viewerCapabilities(router.rtpCapabilities, offered)
      const consumer = await transport.consume({
        producerId: id,
        rtpCapabilities,
        ...(offered && { mid: offered.mid }),
      })
      media.push(outgoing(consumer, offered?.mid ?? String(media.length)))
    }
    if (offer !== '') await connect(transport, offer)
    return describe({ session: session(transport), media, setup: offer === '' ? 'actpass' : 'passive' })
  }
}

async function connect(transport: WebRtcTransport, description: string): Promise<void> {
  const { value } = remoteFingerprint(description)
  const fingerprints = [{ algorithm: 'sha-256' as const, value }]
  await transport.connect({ dtlsParameters: { role: 'client', fingerprints } })
}

/** What a transport says of itself; the rest of a session is not asked for here. */
function session(transport: WebRtcTransport): RtcSession {
  const { usernameFragment, password } = transport.iceParameters
  const fingerprint = transport.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
  if (!fingerprint) throw new Error('no fingerprint')
  return {
    ice: { usernameFragment, password },
    candidates: transport.iceCandidates,
    fingerprint,
    connect: () => Promise.reject(new Error('not here')),
    restartIce: () => Promise.reject(new Error('not here')),
    close: () => transport.close(),
    connected: once(transport, 'dtlsstatechange').then(() => {}),
    closed: once(transport, 'close').then(() => ''),
  }
}

function profileOf(offer: string): Profile {
  const [video, rtx] = sent(offer, 'video').codecs
  const [audio] = sent(offer, 'audio').codecs
  return {
    video: video?.payloadType ?? ownProfile.video,
    rtx: rtx?.payloadType ?? null,
    audio: audio?.payloadType ?? ownProfile.audio,
  }
}

/** What an offer says that is sent: the H.264 that routers know, with RTX, or Opus; without simulcast. */
function sent(offer: string, kind: 'video' | 'audio'): IncomingMedia {
  const media = offeredMedia(offer, kind)
  const codec = media?.codecs.find(({ mimeType, parameters }) =>
    kind === 'audio'
      ? /opus/i.test(mimeType)
      : /h264/i.test(mimeType) &&
        parameters['packetization-mode'] === '1' &&
        parameters['profile-level-id'] === h264['profile-level-id'],
  )
  if (!media || !codec) throw new Error(`no ${kind} in the offer`)
  const rtx = media.codecs.filter(({ parameters }) => Number(parameters.apt) === codec.payloadType)
  const section = offer.split(/^m=/m).find(part => part.startsWith(kind)) ?? ''
  const [, ssrc, rtxSsrc] = /^a=ssrc-group:FID (\d+) (\d+)/m.exec(section) ?? []
  const [, alone] = /^a=ssrc:(\d+)/m.exec(section) ?? []
  const encoding = { rid: null, ssrc: Number(ssrc ?? alone), rtxSsrc: rtxSsrc ? Number(rtxSsrc) : null }
  return {
    ...{ kind, mid: media.mid, codecs: [codec, ...rtx], headerExtensions: media.headerExtensions },
    ...{ encodings: [encoding], cname: null },
  }
}

function outgoing({ kind, rtpParameters }: Consumer, mid: string): OutgoingMedia {
  const { codecs, headerExtensions = [], encodings = [], rtcp } = rtpParameters
  return {
    ...{ kind, mid, headerExtensions, cname: rtcp?.cname ?? '' },
    codecs: codecs.map(({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback = [] }) => ({
      ...{ mimeType, payloadType, clockRate, channels: channels ?? null, parameters: parameters as never },
      rtcpFeedback: rtcpFeedback.map(({ type, parameter }) => ({ type, parameter: parameter ?? '' })),
    })),
    ssrc: encodings[0]?.ssrc ?? 0,
    rtxSsrc: encodings[0]?.rtx?.ssrc ?? null,
  }
}

/** Mediasoup compares parameters that are numbers as numbers. */
const numbers = (parameters: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      /^\d+$/.test(String(value)) && key !== 'profile-level-id' ? Number(value) : value,
    ]),
  )
