import type { Page } from 'playwright-core'
import type { HostSession, IncomingMedia, RtpSink } from '../../src/media/rtc-ports.ts'
import type { Sfu } from '../../src/media/sfu/sfu.ts'
import { offeredMedia, receiving, remoteFingerprint } from './rtc-sdp.ts'

/** A page of Chromium that sends a moving picture and a tone, in as many layers as there are RIDs. */
export async function openChromiumSender(
  page: Page,
  sfu: Sfu,
  codec: 'H264' | 'VP8',
  rids: readonly string[],
  sinkOf: (kind: 'video' | 'audio') => RtpSink,
) {
  const offer = await page.evaluate(async names => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 640, height: 360 })
    const paint = canvas.getContext('2d')
    setInterval(() => {
      if (!paint) return
      paint.fillStyle = `hsl(${Date.now() / 10} 80% 50%)`
      paint.fillRect(0, 0, 640, 360)
      paint.fillStyle = 'white'
      paint.fillText(`${Date.now()}`, 50, 50)
    }, 40)
    const context = new AudioContext()
    const tone = context.createOscillator()
    const out = context.createMediaStreamDestination()
    tone.connect(out)
    tone.start()
    const pc = new RTCPeerConnection()
    Object.assign(window, { sender: pc })
    const [picture] = canvas.captureStream(25).getTracks()
    const [sound] = out.stream.getTracks()
    if (!picture || !sound) throw new Error('no tracks')
    const sendEncodings = names.map((rid, index) => ({
      rid,
      scaleResolutionDownBy: 2 ** (names.length - 1 - index),
    }))
    pc.addTransceiver(picture, { direction: 'sendonly', ...(names.length > 0 && { sendEncodings }) })
    pc.addTransceiver(sound, { direction: 'sendonly' })
    await pc.setLocalDescription()
    return pc.localDescription?.sdp ?? ''
  }, rids)
  const host = await sfu.host('tea')
  const video = incoming(offer, 'video', codec, rids)
  const audio = incoming(offer, 'audio', 'opus', [])
  const { requestKeyframe } = await host.receive(video, sinkOf('video'))
  await host.receive(audio, sinkOf('audio'))
  const sdp = receiving(host, [video, audio])
  await page.evaluate(
    text =>
      (window as unknown as { sender: RTCPeerConnection }).sender.setRemoteDescription({
        type: 'answer',
        sdp: text,
      }),
    sdp,
  )
  await host.connect({ role: 'client', fingerprint: remoteFingerprint(offer) })
  return { host: host satisfies HostSession, requestKeyframe }
}

function incoming(
  offer: string,
  kind: 'video' | 'audio',
  name: string,
  rids: readonly string[],
): IncomingMedia {
  const media = offeredMedia(offer, kind)
  const codec = media?.codecs.find(
    ({ mimeType, parameters }) =>
      mimeType === `${kind}/${name}` && (name !== 'H264' || parameters['packetization-mode'] === '1'),
  )
  if (!media || !codec) throw new Error(`no ${name} in the offer`)
  const rtx = media.codecs.filter(({ parameters }) => Number(parameters.apt) === codec.payloadType)
  const section = offer.split(/^m=/m).find(part => part.startsWith(kind)) ?? ''
  const [, ssrc, rtxSsrc] = /^a=ssrc-group:FID (\d+) (\d+)/m.exec(section) ?? []
  const [, alone] = /^a=ssrc:(\d+)/m.exec(section) ?? []
  return {
    kind,
    mid: media.mid,
    codecs: [codec, ...rtx],
    headerExtensions: media.headerExtensions,
    encodings:
      rids.length > 0
        ? rids.map(rid => ({ rid, ssrc: null, rtxSsrc: null }))
        : [{ rid: null, ssrc: Number(ssrc ?? alone), rtxSsrc: rtxSsrc ? Number(rtxSsrc) : null }],
    cname: null,
  }
}
