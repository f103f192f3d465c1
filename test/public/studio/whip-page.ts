// The client in a page of its own, for whip-client.test.ts.
import { offeredCodecs } from '../../../public/studio/camera/codecs.ts'
import { WhipClient } from '../../../public/studio/camera/whip-client.ts'
import { WhipSession } from '../../../public/studio/camera/whip-session.ts'

type Known = {
  readonly states: string[]
  readonly client: WhipClient
  replaceVideo(): Promise<void>
  /** Opens a second session and restarts its ICE. */
  restart(): Promise<string>
  restartAgain(): Promise<string>
}

declare global {
  interface Window {
    known: Promise<Known>
  }
}

const states: string[] = []

window.known = (async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
  const [video] = stream.getVideoTracks()
  const [audio] = stream.getAudioTracks()
  if (!video || !audio) throw new Error('no camera')
  const tracks = { video, audio }
  const client = new WhipClient({
    endpoint: async signal => (await fetch('/endpoint', { signal })).json(),
    room: async signal => (await fetch('/room', { signal })).json(),
    tracks: () => tracks,
    onChange: live => states.push(live.name === 'refused' ? `refused ${live.why}` : live.name),
  })
  addEventListener('pagehide', () => client.stop())
  document.title = offeredCodecs(RTCRtpSender.getCapabilities('video')?.codecs ?? [])
    .map(codec => codec.mimeType)
    .join()
  const { signal } = new AbortController()
  let session: WhipSession | null = null
  return {
    states,
    client,
    async restart() {
      const endpoint = await (await fetch('/endpoint')).json()
      session = await WhipSession.open(endpoint, tracks, signal)
      return session.restart(signal)
    },
    restartAgain: async () => (await session?.restart(signal)) ?? 'none',
    async replaceVideo() {
      const canvas = document.createElement('canvas')
      canvas.getContext('2d')?.fillRect(0, 0, 9, 9)
      const [still] = canvas.captureStream(5).getVideoTracks()
      if (!still) throw new Error('no picture')
      tracks.video = still
      await client.replace(still)
    },
  }
})()
