/** An answer that asks for stereo (RFC 7587, 7.1): browsers that are not told decode Opus to mono. */
export function withStereo(sdp: string): string {
  const opus = [...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000/gim)].map(([, payloadType]) => payloadType)
  return opus.reduce<string>((text, payloadType) => {
    const line = new RegExp(`^a=fmtp:${payloadType} .*$`, 'm')
    if (!line.test(text)) {
      return text.replace(
        new RegExp(`^a=rtpmap:${payloadType} .*$`, 'm'),
        `$&\r\na=fmtp:${payloadType} stereo=1`,
      )
    }
    return text.replace(line, found => (/[ ;]stereo=/.test(found) ? found : `${found};stereo=1`))
  }, sdp)
}
