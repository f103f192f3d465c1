import Hls, { type ErrorData, type LevelLoadedData } from 'hls.js/dist/hls.light.min.mjs'
import type { Source, SourceEvents } from './player.ts'

const recoverAgainAfterMs = 10_000
// After a sleep or a long stall the picture may be far behind; hls.js itself only catches up slowly.
const mostBehindSeconds = 20

export function openHlsSource(video: HTMLVideoElement, url: string, events: SourceEvents): Source {
  const hls = new Hls({
    // Its worker is made from a blob:, which the pages' Content-Security-Policy does not allow.
    enableWorker: false,
    backBufferLength: 20,
    maxLiveSyncPlaybackRate: 1.1,
    liveDurationInfinity: true,
    capLevelToPlayerSize: true,
  })
  let recoveredAt = Number.NEGATIVE_INFINITY
  let seen = false

  hls.on(Hls.Events.ERROR, (_event: string, data: ErrorData) => {
    if (!data.fatal) return
    const now = performance.now()
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && now - recoveredAt > recoverAgainAfterMs) {
      recoveredAt = now
      hls.recoverMediaError()
      video.play().catch(() => {})
      return
    }
    events.onFailed()
  })
  hls.on(Hls.Events.LEVEL_LOADED, (_event: string, { details }: LevelLoadedData) => {
    // The playlist of a show that ended lingers; played from here it would show its last seconds over again.
    if (!seen && !details.live) events.onOver()
    seen = true
  })
  hls.on(Hls.Events.LEVEL_UPDATED, () => {
    if (hls.latency > mostBehindSeconds && hls.liveSyncPosition !== null)
      video.currentTime = hls.liveSyncPosition
  })
  hls.loadSource(url)
  hls.attachMedia(video)

  return {
    pictureTime(mediaTime) {
      const playing = hls.playingDate
      return playing ? playing.getTime() + (mediaTime - video.currentTime) * 1000 : null
    },
    close: () => hls.destroy(),
  }
}
