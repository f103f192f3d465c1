import type {
  Consumer,
  DirectTransport,
  Producer,
  Router,
  RtpCodecParameters,
  RtpHeaderExtensionUri,
} from 'mediasoup/types'
import { InvalidError } from '../../errors.ts'
import {
  type HeaderExtension,
  type HostSession,
  type IncomingMedia,
  ntpEpoch,
  type RtpCodec,
  type RtpSink,
} from '../rtc-ports.ts'
import { h264, isPayloadType } from './profile.ts'
import { Session, unavailable } from './session.ts'

/** What a host's router takes. What SDP says of H.264's profile matters to decoders, not here: one stands for all. */
export const hostCodecs = [
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: h264 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
] as const

/** More layers than any host has. */
const mostEncodings = 8

/** A host's connection, from which RTP comes to Node. */
export class Host extends Session implements HostSession {
  readonly #router: Router
  readonly #direct: DirectTransport

  constructor(opened: ConstructorParameters<typeof Session>[0], router: Router, direct: DirectTransport) {
    super(opened)
    this.#router = router
    this.#direct = direct
    void this.closed.then(() => direct.close())
  }

  async receive(media: IncomingMedia, sink: RtpSink) {
    const producer = await this.#produce(media)
    const layerOf = layersOf(producer, media)
    producer.on('trace', ({ type, info }) => {
      const report = type === 'sr' ? readReport(info) : null
      const layer = report ? layerOf(report.ssrc) : -1
      if (report && layer >= 0) sink.senderReport(layer, report)
    })
    try {
      const consumer = await this.#direct.consume({
        producerId: producer.id,
        rtpCapabilities: this.#router.rtpCapabilities,
        pipe: true,
        enableRtx: false,
        // Nothing comes before somebody listens.
        paused: true,
      })
      const ssrcs = (consumer.rtpParameters.encodings ?? []).map(({ ssrc }) => ssrc ?? 0)
      consumer.on('rtp', packet => {
        const layer = packet.length < 12 ? -1 : ssrcs.indexOf(packet.readUInt32BE(8))
        if (layer >= 0) sink.rtp(layer, packet)
      })
      await producer.enableTraceEvent(['sr'])
      await consumer.resume()
      return { requestKeyframe: (layer: number) => this.#requestKeyframe(consumer, ssrcs[layer]) }
    } catch (error) {
      producer.close()
      throw unavailable(error)
    }
  }

  async #produce(media: IncomingMedia): Promise<Producer> {
    const { transport } = this
    if (transport.closed) throw unavailable()
    check(media)
    try {
      return await transport.produce({
        kind: media.kind,
        rtpParameters: {
          mid: media.mid,
          codecs: media.codecs.map(received),
          headerExtensions: media.headerExtensions.flatMap(extension),
          encodings: media.encodings.map(({ rid, ssrc, rtxSsrc }) => ({
            ...(rid !== null && { rid }),
            ...(ssrc !== null && { ssrc }),
            ...(rtxSsrc !== null && { rtx: { ssrc: rtxSsrc } }),
          })),
          ...(media.cname !== null && { rtcp: { cname: media.cname } }),
        },
      })
    } catch (error) {
      if (transport.closed) throw unavailable(error)
      throw new InvalidError(`The ${media.kind} cannot be received: ${String(error)}`)
    }
  }

  /** Asks for a picture that stands alone (RFC 4585 §6.3.1). */
  #requestKeyframe({ closed }: Consumer, ssrc: number | undefined): void {
    if (closed || ssrc === undefined || this.#direct.closed) return
    const pli = Buffer.alloc(12)
    pli.writeUInt32BE(0x81ce0002, 0)
    pli.writeUInt32BE(ssrc, 8)
    this.#direct.sendRtcp(pli)
  }
}

/** What mediasoup would cut to the bits that it has. @throws InvalidError */
function check({ codecs, headerExtensions, encodings }: IncomingMedia): void {
  const ssrcs = encodings.flatMap(({ ssrc, rtxSsrc }) => [ssrc ?? 1, rtxSsrc ?? 1])
  const sound =
    codecs.every(({ payloadType }) => isPayloadType(payloadType)) &&
    headerExtensions.every(({ id }) => Number.isInteger(id) && id > 0 && id < 256) &&
    ssrcs.every(ssrc => Number.isInteger(ssrc) && ssrc > 0 && ssrc < 2 ** 32) &&
    encodings.length > 0 &&
    encodings.length <= mostEncodings
  if (!sound) throw new InvalidError('A number in the offer is out of range.')
}

const used: RtpHeaderExtensionUri[] = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
]

/** Only those by which streams are told apart, and by which mediasoup measures the host's line. */
function extension({ uri, id }: HeaderExtension) {
  return used.filter(known => known === uri).map(known => ({ uri: known, id }))
}

function received(codec: RtpCodec): RtpCodecParameters {
  const { mimeType, payloadType, clockRate, channels, rtcpFeedback } = codec
  const isH264 = mimeType.toLowerCase() === 'video/h264'
  const isRtx = mimeType.toLowerCase() === 'video/rtx'
  return {
    mimeType,
    payloadType,
    clockRate,
    ...(channels !== null && { channels }),
    parameters: isH264 ? h264 : isRtx ? { apt: Number(codec.parameters.apt) } : {},
    rtcpFeedback: rtcpFeedback.map(({ type, parameter }) => ({ type, parameter })),
  }
}

/** Which layer an SSRC of the host's belongs to: as offered, or as mediasoup has found out by its RID. */
function layersOf(producer: Producer, media: IncomingMedia): (ssrc: number) => number {
  return ssrc => {
    const offered = media.encodings.findIndex(encoding => encoding.ssrc === ssrc)
    if (offered >= 0) return offered
    return producer.score.find(score => score.ssrc === ssrc)?.encodingIdx ?? -1
  }
}

function readReport(info: Record<string, unknown>) {
  const { ssrc, ntpSec, ntpFrac, rtpTs } = info
  const known = [ssrc, ntpSec, ntpFrac, rtpTs].map(Number)
  if (!known.every(Number.isFinite)) return null
  const [of = 0, seconds = 0, fraction = 0, rtpTimestamp = 0] = known
  // A host without a clock says zero (RFC 3550 §6.4.1).
  if (seconds === 0) return null
  return { ssrc: of, ntpMs: (seconds - ntpEpoch) * 1000 + (fraction / 2 ** 32) * 1000, rtpTimestamp }
}
