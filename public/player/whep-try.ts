import type { LiveEvent } from './live-choice.ts'
import type { Source } from './source.ts'
import { openWhepSession, WhepRefusedError, type WhepSession } from './whep-session.ts'
import { openWhepSource } from './whep-source.ts'

/** One session, from the asking for it to its end, and where it is shown. */
export type WhepTry = {
  /** Shows it there from now on; it must be open. */
  moveTo(video: HTMLVideoElement): void
  pictureTime: Source['pictureTime']
  close(): void
}

type Options = {
  readonly url: string
  readonly video: HTMLVideoElement
  /** As for `openWhepSource`. */
  readonly steadyLooks: number
  /** The video has its stream. */
  onOpened(): void
  onEvent(event: Extract<LiveEvent, { kind: 'picture' | 'broken' | 'refused' }>): void
}

/** Whether this browser receives what the server sends by WebRTC: H.264. */
export function canWhep(): boolean {
  if (typeof RTCPeerConnection === 'undefined' || typeof RTCRtpReceiver === 'undefined') return false
  const { codecs = [] } = RTCRtpReceiver.getCapabilities?.('video') ?? {}
  return codecs.some(({ mimeType }) => mimeType.toLowerCase() === 'video/h264')
}

export function tryWhep({ url, video, steadyLooks, onOpened, onEvent }: Options): WhepTry {
  const stop = new AbortController()
  let session: WhepSession | null = null
  let source: Source | null = null

  const showIn = (place: HTMLVideoElement, looks: number) => {
    if (session === null) return
    source?.close()
    const events = {
      onPicture: () => onEvent({ kind: 'picture' }),
      onBroken: () => onEvent({ kind: 'broken' }),
    }
    source = openWhepSource(place, session, events, looks)
  }
  openWhepSession(url, stop.signal).then(
    opened => {
      session = opened
      showIn(video, steadyLooks)
      onOpened()
    },
    (error: unknown) => {
      if (stop.signal.aborted) return
      if (!(error instanceof WhepRefusedError)) onEvent({ kind: 'broken' })
      else {
        // Not reached, or not live (409): that says nothing of whether WebRTC works here.
        const counts = error.status !== 0 && error.status !== 409
        onEvent({ kind: 'refused', counts, retryAfterMs: error.retryAfterMs })
      }
    },
  )
  return {
    moveTo: place => showIn(place, 1),
    pictureTime: frame => session?.pictureTime(frame) ?? null,
    close() {
      stop.abort()
      source?.close()
      session?.close()
    },
  }
}
