import type { Page } from 'playwright-core'
import type { Sfu } from '../../src/media/sfu/sfu.ts'
import { describe, remoteFingerprint, viewerOffer } from './rtc-sdp.ts'

type Way = {
  readonly protocol?: 'udp' | 'tcp'
  readonly relay?: (port: number) => Promise<{ readonly address: string; readonly port: number }>
}

declare global {
  interface Window {
    viewer: { pc: RTCPeerConnection; frames: Frame[] }
  }
}

/** A picture as it was shown: milliseconds of the Unix epoch, and its RTP timestamp. */
export type Frame = { readonly at: number; readonly rtpTimestamp: number; readonly width: number }

/** A viewer of a room in a page of Chromium, who offers (WHEP's way) or takes the server's offer. */
export async function openChromiumViewer(page: Page, sfu: Sfu, slug: string, offers: boolean, way: Way = {}) {
  await page.evaluate(() => {
    const pc = new RTCPeerConnection()
    const video = document.createElement('video')
    const stream = new MediaStream()
    const frames: Frame[] = []
    window.viewer = { pc, frames }
    Object.assign(video, { muted: true, autoplay: true, srcObject: stream })
    document.body.replaceChildren(video)
    pc.ontrack = ({ track }) => {
      stream.addTrack(track)
      video.srcObject = stream
    }
    const seen: VideoFrameRequestCallback = (_, { presentationTime, rtpTimestamp, width }) => {
      frames.push({ at: performance.timeOrigin + presentationTime, rtpTimestamp: rtpTimestamp ?? 0, width })
      video.requestVideoFrameCallback(seen)
    }
    video.requestVideoFrameCallback(seen)
  })
  const offer = offers
    ? await page.evaluate(async () => {
        const { pc } = window.viewer
        pc.addTransceiver('video', { direction: 'recvonly' })
        pc.addTransceiver('audio', { direction: 'recvonly' })
        await pc.setLocalDescription()
        return pc.localDescription?.sdp ?? ''
      })
    : null
  const session = await sfu.viewer(slug, offer === null ? null : viewerOffer(offer))
  const relay = await way.relay?.(session.candidates.find(({ protocol }) => protocol === 'udp')?.port ?? 0)
  const sdp = describe({
    session,
    media: session.media,
    setup: offers ? 'passive' : 'actpass',
    ...(way.protocol && { protocol: way.protocol }),
    ...(relay && { relay }),
  })
  const local = await page.evaluate(
    async ([type, text]) => {
      const { pc } = window.viewer
      await pc.setRemoteDescription({ type, sdp: text })
      if (type === 'offer') await pc.setLocalDescription()
      return pc.localDescription?.sdp ?? ''
    },
    [offers ? 'answer' : 'offer', sdp] as const,
  )
  await session.connect({ role: 'client', fingerprint: remoteFingerprint(local) })
  return session
}

/** The pictures that were shown so far. */
export function framesOf(page: Page): Promise<Frame[]> {
  return page.evaluate(() => window.viewer.frames)
}

/** Milliseconds by which a picture is shown after the moment that its RTP timestamp names. */
export function behind({ at, rtpTimestamp }: Frame): number {
  const ticks = (at * 90 - rtpTimestamp) % 2 ** 32
  return (ticks > 2 ** 31 ? ticks - 2 ** 32 : ticks) / 90
}
