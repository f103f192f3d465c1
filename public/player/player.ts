import { backoffMs } from '../shared/backoff.ts'
import type { LiveChoice } from './live-choice.ts'
import { openLiveSource } from './live-source.ts'
import { openPlaylistSource } from './playlist-source.ts'
import type { Programme, ShownFrame, Source, SourceEvents } from './source.ts'

/** `blocked`: the browser wants a tap first. `ended`: the stream said that it is over. */
export type PlayerStatus = 'loading' | 'playing' | 'paused' | 'blocked' | 'reconnecting' | 'ended'

export type PlayerView = { readonly status: PlayerStatus; readonly kind: Programme['kind'] }

export type Player = {
  readonly programme: Programme
  /** Plays something else, from now on. */
  open(programme: Programme): void
  /** In a replay: to so many seconds from its start. */
  seek(at: number): void
  /** When the picture was taken, in epoch milliseconds; without a frame, of the one that is on the screen now. */
  pictureTime(frame?: ShownFrame): number | null
  play(): void
  pause(): void
  close(): void
}

type Options = {
  readonly video: HTMLVideoElement
  readonly programme: Programme
  onChange(view: PlayerView): void
}

const watchEveryMs = 1_000
const stalledAfterMs = 8_000
/** Between tries: a server that was started anew, or a host who is back, is to be seen within seconds. */
const longestPauseMs = 2_000
const mostRenewals = 3
const renewalsWithinMs = 15_000
/** A live source begins some parts before the edge: so much later that is past what the last one could not play. */
const liveSettlesMs = 600

/** Plays for as long as it is open: whatever breaks, it tries again, with growing pauses. */
export function openPlayer({ video, programme: first, onChange }: Options): Player {
  const stop = new AbortController()
  let programme = first
  let source: Source | null = null
  /** Counts the sources: what an older one still says is not heard. */
  let serial = 0
  let opening = new AbortController()
  /** What the live stream was watched by last. */
  let choice: LiveChoice | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let renewals: number[] = []
  let hasPlayed = false
  let wanted = true
  let over = false
  let retrying = false
  let lastTime = 0
  let movedAt = Date.now()

  const say = (status: PlayerStatus) => onChange({ status, kind: programme.kind })
  const waiting = () => (hasPlayed ? 'reconnecting' : 'loading')

  const begin = async () => {
    serial += 1
    const mine = serial
    retrying = false
    movedAt = Date.now()
    // Somebody who watched a replay faster is not to run into the live edge.
    if (programme.kind === 'live') video.playbackRate = video.defaultPlaybackRate = 1
    const unlessOld = (listener: () => void) => () => mine === serial && listener()
    const events: SourceEvents = {
      onOpened: unlessOld(() => wanted && start()),
      onFailed: unlessOld(() => again(waiting())),
      onEnded: unlessOld(() => (programme.kind === 'live' ? again('ended') : end())),
      onSpent: at => mine === serial && renew(at),
      onOver: unlessOld(() => again('ended')),
    }
    if (programme.kind === 'live') {
      const onChoice = (next: LiveChoice) => {
        choice = next
      }
      source = openLiveSource({ video, programme, events, last: choice, onChoice })
      return
    }
    opening = new AbortController()
    const { signal } = opening
    try {
      source = await openPlaylistSource(video, programme, events, signal)
    } catch {
      if (!signal.aborted) events.onFailed()
    }
  }

  const drop = () => {
    clearTimeout(timer)
    serial += 1
    opening.abort()
    source?.close()
    source = null
  }

  const again = (status: PlayerStatus) => {
    if (stop.signal.aborted || retrying) return
    // A replay goes on where it broke.
    if (programme.kind === 'replay' && lastTime > 0) programme = { ...programme, at: lastTime }
    drop()
    retrying = true
    say(status)
    timer = setTimeout(begin, backoffMs(attempt, Math.random, longestPauseMs))
    attempt += 1
  }

  const end = () => {
    over = true
    say('ended')
  }

  /** At once, unless that has not helped. */
  const renew = (at: number | null) => {
    const now = Date.now()
    renewals = [...renewals.filter(time => now - time < renewalsWithinMs), now]
    if (renewals.length > mostRenewals) {
      again(waiting())
      return
    }
    if (programme.kind === 'replay') programme = { ...programme, at: Math.max(at ?? 0, video.currentTime) }
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        drop()
        begin()
      },
      programme.kind === 'live' ? liveSettlesMs : 0,
    )
  }

  const start = () => {
    video.play().catch((error: unknown) => {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (refused && !stop.signal.aborted) say('blocked')
    })
  }

  const watch = () => {
    if (source !== null && video.currentTime !== lastTime && !video.seeking) {
      lastTime = video.currentTime
      movedAt = Date.now()
    }
    if (retrying || over || video.paused || document.hidden) movedAt = Date.now()
    if (Date.now() - movedAt > stalledAfterMs) again(waiting())
  }

  const listen = (type: string, listener: () => void, target: EventTarget = video) =>
    target.addEventListener(type, listener, { signal: stop.signal })
  listen('playing', () => {
    if (source === null) return
    over = false
    hasPlayed = true
    attempt = 0
    say('playing')
  })
  listen('pause', () => {
    // A source that is taken away pauses too, and the next has begun when that is heard.
    if (!video.paused || video.ended || over || source === null || retrying || document.hidden) return
    wanted = false
    say('paused')
  })
  // By the page, by a key of the keyboard or by the small window of the browser's.
  listen('play', () => {
    wanted = true
  })
  // Phones pause what is out of sight.
  listen('visibilitychange', () => !document.hidden && source && wanted && start(), document)
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
  say('loading')
  begin()

  return {
    get programme() {
      return programme
    },
    open(next) {
      drop()
      programme = next
      attempt = 0
      lastTime = 0
      hasPlayed = false
      over = false
      wanted = true
      say('loading')
      begin()
    },
    seek(at) {
      if (programme.kind !== 'replay') return
      programme = { ...programme, at }
      lastTime = at
      movedAt = Date.now()
      if (source !== null) video.currentTime = at
    },
    pictureTime: (frame = { mediaTime: video.currentTime }) => source?.pictureTime(frame) ?? null,
    play() {
      wanted = true
      if (source === null) return
      // Where the browser has not seen that it is over, it would not begin again by itself.
      if (over && programme.kind === 'replay') video.currentTime = 0
      start()
    },
    pause() {
      wanted = false
      video.pause()
    },
    close() {
      if (stop.signal.aborted) return
      stop.abort()
      clearInterval(watching)
      drop()
    },
  }
}
