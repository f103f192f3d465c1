import { epochOf } from './rtp-time.ts'
import { withStereo } from './sdp-stereo.ts'
import type { ShownFrame } from './source.ts'

/**
 * How long Chromium keeps sound before it plays it, and its device then takes, at the least. The picture waits as long
 * from its beginning: left alone, it is that far ahead of its sound, and lines up over ten seconds. Milliseconds.
 */
const soundWaitMs = 70

/** A viewer's connection to the server by WHEP, with what it brings. */
export type WhepSession = {
  readonly stream: MediaStream
  readonly connection: RTCPeerConnection
  /** As `Source.pictureTime`. */
  pictureTime(frame: ShownFrame): number | null
  /** Also tells the server. */
  close(): void
}

/** The server gave no session, or did not answer (status 0). */
export class WhepRefusedError extends Error {
  override name = 'WhepRefusedError'
  readonly status: number
  /** As the server asked; 0: it did not. */
  readonly retryAfterMs: number

  constructor(status: number, retryAfterMs: number) {
    super(`the server refused with ${status}`)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * WHEP (draft-ietf-wish-whep) with the server's offer: an empty POST brings it, and its answer goes by PATCH. The
 * server's ICE is lite and says all its candidates, so nothing is gathered or trickled.
 * @throws WhepRefusedError, or the browser's own error when it can do nothing with the offer.
 */
export async function openWhepSession(url: string, signal: AbortSignal): Promise<WhepSession> {
  const connection = new RTCPeerConnection()
  let resource: string | null = null
  const close = () => {
    connection.close()
    if (resource !== null) fetch(resource, { method: 'DELETE', keepalive: true }).catch(() => {})
    resource = null
  }
  try {
    // Not aborted: whoever leaves early still learns what to delete.
    const offered = await send(url, 'POST', '')
    const location = offered.headers.get('location')
    if (location === null) throw new WhepRefusedError(offered.status, 0)
    resource = new URL(location, offered.url).href
    const serverAhead = (Date.parse(offered.headers.get('date') ?? '') || Date.now()) - performance.now()
    const sdp = await offered.text()
    signal.throwIfAborted()
    await connection.setRemoteDescription({ type: 'offer', sdp })
    const answer = withStereo((await connection.createAnswer()).sdp ?? '')
    await connection.setLocalDescription({ type: 'answer', sdp: answer })
    signal.throwIfAborted()
    await send(resource, 'PATCH', answer)
    signal.throwIfAborted()
    const receivers = connection.getReceivers()
    const video = receivers.find(({ track }) => track.kind === 'video')
    if (video) video.jitterBufferTarget = soundWaitMs
    return {
      stream: new MediaStream(receivers.map(({ track }) => track)),
      connection,
      pictureTime({ rtpTimestamp }) {
        const timestamp = rtpTimestamp ?? video?.getSynchronizationSources()[0]?.rtpTimestamp
        return timestamp === undefined ? null : epochOf(timestamp, serverAhead + performance.now())
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function send(url: string, method: 'POST' | 'PATCH', sdp: string) {
  const headers = { 'content-type': 'application/sdp' }
  const answer = await fetch(url, { method, headers, body: sdp }).catch(() => null)
  if (answer?.ok) return answer
  const seconds = Number(answer?.headers.get('retry-after'))
  throw new WhepRefusedError(answer?.status ?? 0, Number.isFinite(seconds) ? seconds * 1000 : 0)
}
