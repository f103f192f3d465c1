import Hls, { type ErrorData, type HlsConfig, type LevelLoadedData } from 'hls.js/dist/hls.light.min.mjs'
import { whenPlayedOut } from './play-out.ts'
import type { Programme, Source, SourceEvents } from './source.ts'
import { StallMargin } from './stall-margin.ts'

const jumpAgainAfterMs = 10_000

const common = {
  // Its worker is made from a blob:, which the pages' Content-Security-Policy does not allow.
  enableWorker: false,
  capLevelToPlayerSize: true,
  liveDurationInfinity: true,
  // Each stall would count for good; what it counts for is set by `StallMargin`.
  liveSyncOnStallIncrease: 0,
} satisfies Partial<HlsConfig>

/**
 * hls.js would ask six times, up to eight seconds apart, for a part that a server which was started anew never had; a
 * new source finds the picture at once.
 */
const hasty = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 20_000,
    timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 3, retryDelayMs: 250, maxRetryDelayMs: 500 },
  },
}

// Without liveSyncDuration: how far to stay behind the edge is the server's word (PART-HOLD-BACK, HOLD-BACK).
const liveConfig = {
  ...common,
  lowLatencyMode: true,
  maxLiveSyncPlaybackRate: 1.1,
  backBufferLength: 20,
  fragLoadPolicy: hasty,
  playlistLoadPolicy: hasty,
} satisfies Partial<HlsConfig>

const replayConfig = {
  ...common,
  lowLatencyMode: false,
  backBufferLength: 60,
} satisfies Partial<HlsConfig>

export function openHlsSource(video: HTMLVideoElement, programme: Programme, events: SourceEvents): Source {
  const live = programme.kind === 'live'
  const hls = new Hls(live ? { ...liveConfig } : { ...replayConfig, startPosition: programme.at })
  const margin = new StallMargin()
  let callOff = () => {}
  let stalls = 0
  let seen = false
  let jumpedAt = Number.NEGATIVE_INFINITY

  // hls.js adds (its own count of stalls) × liveSyncOnStallIncrease to its distance from the edge.
  const keepMargin = () => {
    hls.config.liveSyncOnStallIncrease = stalls === 0 ? 0 : margin.seconds(performance.now()) / stalls
  }
  hls.on(Hls.Events.ERROR, (_event: string, data: ErrorData) => {
    if (data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR) {
      stalls += 1
      margin.stalled(performance.now())
      keepMargin()
    }
    if (!data.fatal) return
    if (data.type !== Hls.ErrorTypes.MEDIA_ERROR) {
      events.onFailed()
      return
    }
    // A SourceBuffer that takes no more still holds what can be played, which is played to its end.
    callOff()
    callOff = whenPlayedOut(video, () => events.onSpent(data.frag?.start ?? null))
  })
  hls.on(Hls.Events.LEVEL_LOADED, (_event: string, { details }: LevelLoadedData) => {
    // The playlist of a show that ended lingers; played from here it would show its last seconds over again.
    if (live && !seen && !details.live) events.onOver()
    seen = true
  })
  hls.on(Hls.Events.MEDIA_ENDED, () => events.onEnded())
  if (live) {
    hls.on(Hls.Events.LEVEL_UPDATED, () => {
      keepMargin()
      const now = performance.now()
      if (video.paused || now - jumpedAt < jumpAgainAfterMs || hls.liveSyncPosition === null) return
      if (!isLost(hls.latency, hls.targetLatency, hls.latestLevelDetails?.targetduration)) return
      jumpedAt = now
      video.currentTime = hls.liveSyncPosition
    })
  }
  hls.loadSource(programme.url)
  hls.attachMedia(video)
  events.onOpened()

  return {
    pictureTime({ mediaTime }) {
      const playing = hls.playingDate
      return playing ? playing.getTime() + (mediaTime - video.currentTime) * 1000 : null
    },
    close() {
      callOff()
      hls.destroy()
    },
  }
}

/**
 * After a sleep or a long stall: further behind than hls.js catches up from by speed (its latency-controller.ts),
 * so that it would stay there. All in seconds.
 */
function isLost(latency: number, target: number | null, targetDuration: number | undefined): boolean {
  if (target === null || targetDuration === undefined) return false
  return latency - target > target + targetDuration
}
