import { backoffMs } from '../shared/backoff.ts'
import { canPlayNatively, openNativeSource } from './native-source.ts'

/** `blocked`: the browser wants a tap first. `ended`: the stream said that it is over. */
export type PlayerStatus = 'loading' | 'playing' | 'reconnecting' | 'blocked' | 'ended'

/** One reading of the playlist, by hls.js or by the browser itself. */
export type Source = {
  /** Epoch milliseconds of the frame shown at `mediaTime` (seconds); null while the stream has not said. */
  pictureTime(mediaTime: number): number | null
  close(): void
}

export type SourceEvents = {
  /** Beyond repair; a new source must be opened. */
  onFailed(): void
  /** The playlist was over already when it was first read. */
  onOver(): void
}

export type Player = {
  pictureTime(mediaTime: number): number | null
  /** After a tap. */
  play(): void
  close(): void
}

type Options = {
  readonly video: HTMLVideoElement
  readonly url: string
  onStatus(status: PlayerStatus): void
}

const watchEveryMs = 1_000
const stalledAfterMs = 8_000

/** Plays for as long as it is open: whatever breaks, it tries again, with growing pauses. */
export function openPlayer({ video, url, onStatus }: Options): Player {
  const stop = new AbortController()
  let source: Source | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let hasPlayed = false
  let retrying = false
  let lastTime = 0
  let movedAt = Date.now()

  const begin = async () => {
    retrying = false
    movedAt = Date.now()
    const events: SourceEvents = {
      onFailed: () => again(hasPlayed ? 'reconnecting' : 'loading'),
      onOver: () => again('ended'),
    }
    if (canPlayNatively(video)) source = openNativeSource(video, url, events)
    else {
      const loaded = await import('./hls-source.ts').catch(() => null)
      if (stop.signal.aborted) return
      if (!loaded) {
        events.onFailed()
        return
      }
      source = loaded.openHlsSource(video, url, events)
    }
    play()
  }

  const again = (status: PlayerStatus) => {
    if (stop.signal.aborted || retrying) return
    retrying = true
    source?.close()
    source = null
    onStatus(status)
    timer = setTimeout(begin, backoffMs(attempt))
    attempt += 1
  }

  const play = () => {
    video.play().catch((error: unknown) => {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (refused && !stop.signal.aborted) onStatus('blocked')
    })
  }

  const watch = () => {
    if (video.currentTime !== lastTime) {
      lastTime = video.currentTime
      movedAt = Date.now()
    }
    if (retrying || video.paused || document.hidden) movedAt = Date.now()
    if (Date.now() - movedAt > stalledAfterMs) again(hasPlayed ? 'reconnecting' : 'loading')
  }

  const listen = (type: string, listener: () => void, target: EventTarget = video) =>
    target.addEventListener(type, listener, { signal: stop.signal })
  listen('playing', () => {
    hasPlayed = true
    attempt = 0
    onStatus('playing')
  })
  listen('ended', () => again('ended'))
  listen('pause', () => {
    if (!video.ended && !retrying && source && !document.hidden) onStatus('blocked')
  })
  // Phones pause what is out of sight.
  listen('visibilitychange', () => !document.hidden && source && play(), document)
  listen(
    'online',
    () => {
      if (!retrying) return
      clearTimeout(timer)
      begin()
    },
    window,
  )
  const watching = setInterval(watch, watchEveryMs)
  onStatus('loading')
  begin()

  return {
    pictureTime: mediaTime => source?.pictureTime(mediaTime) ?? null,
    play,
    close() {
      if (stop.signal.aborted) return
      stop.abort()
      clearTimeout(timer)
      clearInterval(watching)
      source?.close()
      source = null
    },
  }
}
