import type { Source } from './source.ts'
import type { WhepSession } from './whep-session.ts'

type Events = {
  /** It has a picture: frames came between `steadyLooks` looks in a row. Again after each silence. */
  onPicture(): void
  /** No new frame for a second, though it should play; or no connection any more. */
  onBroken(): void
}

const lookEveryMs = 250
const silentLooks = 4

/** Shows a session in a video. The session stays open when the source is closed. */
export function openWhepSource(
  video: HTMLVideoElement,
  session: WhepSession,
  { onPicture, onBroken }: Events,
  steadyLooks = 1,
): Source {
  const stop = new AbortController()
  const { connection } = session
  video.srcObject = session.stream
  let frames = video.getVideoPlaybackQuality().totalVideoFrames
  let moving = 0
  let silent = 0

  // Looks are counted, not milliseconds: a page that was busy for a second has looked once.
  const look = () => {
    const { totalVideoFrames } = video.getVideoPlaybackQuality()
    const moved = totalVideoFrames !== frames
    frames = totalVideoFrames
    if (moved) {
      silent = 0
      moving += 1
      if (moving === steadyLooks) onPicture()
      return
    }
    // Before its picture it is not silent, but slow.
    if (moving < steadyLooks) moving = 0
    else if (!video.paused && !document.hidden) silent += 1
    if (silent < silentLooks) return
    silent = 0
    moving = 0
    onBroken()
  }
  connection.addEventListener(
    'connectionstatechange',
    () => {
      if (connection.connectionState === 'failed') onBroken()
    },
    { signal: stop.signal },
  )
  const looking = setInterval(look, lookEveryMs)

  return {
    pictureTime: session.pictureTime,
    close() {
      if (stop.signal.aborted) return
      stop.abort()
      clearInterval(looking)
      video.srcObject = null
    },
  }
}
