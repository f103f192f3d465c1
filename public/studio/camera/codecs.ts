type Codec = { readonly mimeType: string; readonly sdpFmtpLine?: string }

/**
 * What is offered of the codecs that a browser has, best first: H.264, which needs least of the server, then VP8 for
 * devices without an encoder for it. H.264 only in packets of RFC 6184's mode 1, which every browser sends.
 */
export function offeredCodecs<T extends Codec>(known: readonly T[]): T[] {
  const named = (name: string) => known.filter(codec => codec.mimeType.toLowerCase() === name)
  const h264 = named('video/h264').filter(({ sdpFmtpLine = '' }) => /packetization-mode=1/.test(sdpFmtpLine))
  return [...h264, ...named('video/vp8'), ...named('video/rtx')]
}
