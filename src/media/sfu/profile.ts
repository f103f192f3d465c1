import type { RouterRtpCodecCapability, RtpCapabilities, RtpCodecParameters } from 'mediasoup/types'
import { InvalidError, NotAcceptableError } from '../../errors.ts'
import { type RtpCodec, roomRtp, type ViewerMedia, type ViewerOffer } from '../rtc-ports.ts'

/**
 * The payload types of a router. Mediasoup sends each viewer the router's, but one who has offered wants his own
 * (RFC 3264 §6.1): so viewers share a router when their offers name the same ones, as those of one browser do.
 */
export type Profile = {
  readonly video: number
  /** Null: what is lost is sent again in the stream itself. */
  readonly rtx: number | null
  readonly audio: number
}

/** What this server offers. */
export const ownProfile: Profile = { video: 100, rtx: 101, audio: 111 }

/** The only H.264 that routers know. What viewers get may be High profile: their decoders take it (RFC 6184 §8.1). */
export const h264 = {
  'packetization-mode': 1,
  'profile-level-id': '42e01f',
  'level-asymmetry-allowed': 1,
} as const

/** In which order mediasoup gives out payload types for RTX. */
const rtxOrder = [...range(100, 127), ...range(96, 99)]

/** @throws NotAcceptableError without a codec that is sent here; InvalidError for payload types that nobody has. */
export function profileOf({ video, audio }: ViewerOffer): Profile {
  const picture = video && chosenVideo(video)
  const sound = audio && chosenAudio(audio)
  if (!picture && !sound) throw new NotAcceptableError('The offer has neither H.264 nor Opus to receive.')
  const taken = [picture?.codec.payloadType, sound?.payloadType]
  const free = (wanted: number) => [wanted, 100, 111, 96].find(type => !taken.includes(type)) ?? wanted
  const profile = {
    video: picture?.codec.payloadType ?? free(ownProfile.video),
    rtx: picture?.rtx?.payloadType ?? null,
    audio: sound?.payloadType ?? free(ownProfile.audio),
  }
  const types = [profile.video, profile.rtx, profile.audio].filter(type => type !== null)
  if (!types.every(isPayloadType)) throw new InvalidError('A payload type of the offer is out of range.')
  if (new Set(types).size !== types.length) throw new InvalidError('The offer uses a payload type twice.')
  // Below 96 are browsers' spare numbers: mediasoup gives none of them to RTX.
  return profile.rtx === null || rtxOrder.includes(profile.rtx) ? profile : { ...profile, rtx: null }
}

/** H.264 in the mode in which it is sent, and its RTX. @throws NotAcceptableError without. */
export function chosenVideo({ codecs }: ViewerMedia): { codec: RtpCodec; rtx: RtpCodec | undefined } {
  const codec = codecs.find(
    ({ mimeType, clockRate, parameters }) =>
      /^video\/h264$/i.test(mimeType) &&
      clockRate === 90_000 &&
      Number(parameters['packetization-mode']) === 1,
  )
  if (!codec) throw new NotAcceptableError('The offer has no H.264 with packetization-mode 1 to receive.')
  const rtx = codecs.find(
    ({ mimeType, parameters }) =>
      /^video\/rtx$/i.test(mimeType) && Number(parameters.apt) === codec.payloadType,
  )
  return { codec, rtx }
}

/** @throws NotAcceptableError without Opus. */
export function chosenAudio({ codecs }: ViewerMedia): RtpCodec {
  const codec = codecs.find(
    ({ mimeType, clockRate, channels }) =>
      /^audio\/opus$/i.test(mimeType) && clockRate === 48_000 && channels === 2,
  )
  if (!codec) throw new NotAcceptableError('The offer has no Opus to receive.')
  return codec
}

/**
 * Codecs that make a router with these payload types. Mediasoup takes for RTX the first number of a list that no
 * codec before it has taken: codecs that nobody uses take those in front of the wanted one.
 */
export function mediaCodecs({ video, rtx, audio }: Profile): RouterRtpCodecCapability[] {
  const before = rtx === null ? [] : rtxOrder.slice(0, rtxOrder.indexOf(rtx))
  return [
    { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, preferredPayloadType: audio },
    ...before
      .filter(type => type !== video && type !== audio)
      .map(type => ({
        kind: 'audio' as const,
        mimeType: 'audio/telephone-event',
        clockRate: 8000,
        preferredPayloadType: type,
      })),
    {
      kind: 'video',
      mimeType: 'video/H264',
      clockRate: 90_000,
      preferredPayloadType: video,
      parameters: h264,
    },
  ]
}

/** How the room's feed sends. */
export const feedCodecs = {
  video: {
    mimeType: 'video/H264',
    payloadType: roomRtp.videoPayloadType,
    clockRate: 90_000,
    parameters: h264,
  },
  audio: { mimeType: 'audio/opus', payloadType: roomRtp.audioPayloadType, clockRate: 48_000, channels: 2 },
} satisfies Record<string, RtpCodecParameters>

/**
 * Header extensions that mediasoup puts into what it sends, each always with the same id. An answer may only repeat
 * what was offered: Chromium refuses an answer that gives an id to another extension ("RTP extension ID reassignment
 * not supported"). So a viewer gets those whose ids are the same by luck, and ignores the others, that he has not
 * agreed to.
 */
const sentExtensions = new Map([
  ['urn:ietf:params:rtp-hdrext:sdes:mid', 1],
  ['http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time', 4],
  ['http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 5],
])

/** Mediasoup has eight bytes for it in each packet; a longer one is told by the SDP alone. */
export function fitsMid(mid: string): boolean {
  return mid !== '' && Buffer.byteLength(mid) <= 8
}

/** What a viewer takes of what a router can send him. */
export function viewerCapabilities(router: RtpCapabilities, media: ViewerMedia | null): RtpCapabilities {
  const rtx = media === null || media.codecs.some(({ mimeType }) => /^video\/rtx$/i.test(mimeType))
  return {
    codecs: (router.codecs ?? []).flatMap(codec => {
      if (/\/rtx$/i.test(codec.mimeType)) return rtx ? [codec] : []
      if (media === null) return [codec]
      const offered = media.codecs.find(({ payloadType }) => payloadType === codec.preferredPayloadType)
      if (!offered) return []
      const rtcpFeedback = (codec.rtcpFeedback ?? []).filter(({ type, parameter }) =>
        offered.rtcpFeedback.some(other => other.type === type && other.parameter === (parameter ?? '')),
      )
      return [{ ...codec, rtcpFeedback }]
    }),
    headerExtensions: (router.headerExtensions ?? []).filter(({ uri, preferredId, kind }) => {
      if (sentExtensions.get(uri) !== preferredId) return false
      // Sound has no other: mediasoup measures the line by the picture.
      if (kind === 'audio' && preferredId !== 1) return false
      if (media === null) return true
      if (preferredId === 1 && !fitsMid(media.mid)) return false
      return media.headerExtensions.some(offered => offered.uri === uri && offered.id === preferredId)
    }),
  }
}

/** Dynamic, or one of those that browsers use when these are used up; never one that RTCP has (RFC 5761 §4). */
export function isPayloadType(type: number): boolean {
  return Number.isInteger(type) && ((type >= 35 && type < 64) || (type >= 96 && type < 128))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
