import type { Consumer, WebRtcTransport } from 'mediasoup/types'
import {
  type OutgoingMedia,
  type RtpCodec,
  roomRtp,
  type ViewerMedia,
  type ViewerOffer,
  type ViewerSession,
} from '../rtc-ports.ts'
import { LossSteps, startLayer } from './loss-steps.ts'
import { chosenAudio, chosenVideo, fitsMid, viewerCapabilities } from './profile.ts'
import { relieveStepsDown } from './relief.ts'
import type { RoomRouter } from './room-router.ts'
import { Session } from './session.ts'

/**
 * Above what the lowest layer has at most: its packets' headers, and half of what is lost, which mediasoup takes off.
 */
const floorShare = 1.25

type Layers = {
  readonly layers: number
  /** The most that the lowest layer has, kbit/s. */
  readonly lowestKbps: number
}

/** Somebody who watches a room. */
export class Viewer extends Session implements ViewerSession {
  #media: readonly OutgoingMedia[] = []

  get media(): readonly OutgoingMedia[] {
    return this.#media
  }

  /** Sends a room in the way that was offered; `null`: as this server offers. */
  async send(room: RoomRouter, offer: ViewerOffer | null, { layers, lowestKbps }: Layers): Promise<void> {
    // Whoever has less is sent the lowest layer all the same: mediasoup would else send no picture at all.
    await this.transport.setMinOutgoingBitrate(Math.round(lowestKbps * floorShare * 1000))
    const kinds = (['video', 'audio'] as const).filter(kind => offer === null || offer[kind] !== null)
    this.#media = await Promise.all(
      kinds.map(async (kind, index) => {
        const media = offer && offered(offer, kind)
        const mid = media?.mid ?? `${index}`
        return outgoing(await send(this.transport, room, { kind, media, mid, layers }), media, mid)
      }),
    )
  }
}

/** What of an offer is served: a kind without a codec that is sent here is not. */
function offered(offer: ViewerOffer, kind: 'video' | 'audio'): ViewerMedia | null {
  const media = offer[kind]
  if (!media) return null
  const codecs = kind === 'video' ? videoCodecs(media) : [chosenAudio(media)]
  return { ...media, codecs }
}

function videoCodecs(media: ViewerMedia): RtpCodec[] {
  const { codec, rtx } = chosenVideo(media)
  return rtx ? [codec, rtx] : [codec]
}

type Wanted = {
  readonly kind: 'video' | 'audio'
  readonly media: ViewerMedia | null
  readonly mid: string
  readonly layers: number
}

async function send(
  transport: WebRtcTransport,
  room: RoomRouter,
  { kind, media, mid, layers }: Wanted,
): Promise<Consumer> {
  const rtpCapabilities = viewerCapabilities(room.router.rtpCapabilities, media)
  const measured = rtpCapabilities.headerExtensions?.some(
    extension => extension.kind === 'video' && /abs-send-time|transport-wide-cc/.test(extension.uri),
  )
  const steps = kind === 'video' && !measured && layers > 1
  const consumer = await transport.consume({
    producerId: room[kind].id,
    rtpCapabilities,
    ...(fitsMid(mid) && { mid }),
    ...(steps && { preferredLayers: { spatialLayer: startLayer(layers) } }),
  })
  if (steps) new LossSteps(consumer, layers)
  else if (kind === 'video' && layers > 1) relieveStepsDown(transport, consumer)
  return consumer
}

function outgoing({ kind, rtpParameters }: Consumer, media: ViewerMedia | null, mid: string): OutgoingMedia {
  const { codecs, headerExtensions, encodings } = rtpParameters
  const [encoding] = encodings ?? []
  return {
    kind,
    mid,
    codecs: codecs.map(({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback }) => ({
      mimeType,
      payloadType,
      clockRate,
      channels: channels ?? null,
      // The answer keeps what the offer says of its payload type, for example the profile (RFC 6184 §8.2.2).
      parameters:
        media?.codecs.find(codec => codec.payloadType === payloadType)?.parameters ?? texts(parameters),
      rtcpFeedback: (rtcpFeedback ?? []).map(({ type, parameter }) => ({ type, parameter: parameter ?? '' })),
    })),
    headerExtensions: (headerExtensions ?? []).map(({ uri, id }) => ({ uri, id })),
    ssrc: encoding?.ssrc ?? 0,
    rtxSsrc: encoding?.rtx?.ssrc ?? null,
    cname: rtpParameters.rtcp?.cname ?? roomRtp.cname,
  }
}

function texts(parameters: unknown): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).filter(
      ([, value]) => typeof value === 'string' || typeof value === 'number',
    ),
  )
}
