import { freezeFrame, whenPictured } from './freeze-frame.ts'
import { choiceAfter, firstChoice, type LiveChoice, type LiveEvent, nextChoice } from './live-choice.ts'
import { openPlaylistSource } from './playlist-source.ts'
import type { Programme, ShownFrame, Source, SourceEvents } from './source.ts'
import { watchIdle } from './watch-idle.ts'
import { canWhep, tryWhep, type WhepTry } from './whep-try.ts'

type Options = {
  readonly video: HTMLVideoElement
  readonly programme: Extract<Programme, { kind: 'live' }>
  readonly events: SourceEvents
  /** What the stream was watched by before; null: it is opened for the first time. */
  readonly last: LiveChoice | null
  onChoice(choice: LiveChoice): void
}

/** Looks in a row that must find new frames: of a session that is to take over from HLS, from a standing picture. */
const probeLooks = 4
const rejoinLooks = 1

/** A room's stream at its live edge, by WebRTC or by HLS, changing over as `live-choice.ts` says. */
export function openLiveSource({ video, programme, events, last, onChoice }: Options): Source {
  let closed = false
  let choice = last ? choiceAfter(last, performance.now()) : firstChoice(performance.now(), canWhep())
  /** At most one of the two is in the video. */
  let playlist: { readonly source: Source | null; close(): void } | null = null
  let playing: WhepTry | null = null
  /** Not shown yet, or (`joining`) without a picture yet. */
  let tried: WhepTry | null = null
  let still: { readonly time: number | null; remove(): void } | null = null
  let stopWaiting = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  const pictureTime = (frame: ShownFrame) =>
    still ? still.time : ((playing ?? tried ?? playlist?.source)?.pictureTime(frame) ?? null)

  const hold = () => {
    stopWaiting()
    still ??= { time: pictureTime({ mediaTime: video.currentTime }), remove: freezeFrame(video) }
  }
  const letGo = () => {
    stopWaiting()
    still?.remove()
    still = null
  }
  const opened = () => {
    stopWaiting()
    stopWaiting = whenPictured(video, letGo)
    events.onOpened()
  }
  const dropTried = () => {
    tried?.close()
    tried = null
  }
  const empty = () => {
    hold()
    dropTried()
    playing?.close()
    playing = null
    playlist?.close()
    playlist = null
  }

  const tryIn = (place: HTMLVideoElement, steadyLooks: number, onOpened: () => void) => {
    const mine: WhepTry = tryWhep({
      url: programme.whep,
      video: place,
      steadyLooks,
      onOpened,
      onEvent(event) {
        if (mine === tried) happened(event)
        else if (mine !== playing) return
        else if (event.kind === 'picture') happened({ kind: 'resumed' })
        // While another is tried, the word is with that one.
        else if (tried === null) happened(event)
      },
    })
    tried = mine
  }
  const tryBeside = (steadyLooks: number) => {
    const place = document.createElement('video')
    place.muted = true
    place.playsInline = true
    tryIn(place, steadyLooks, () => place.play().catch(() => {}))
  }
  const showTried = () => {
    const next = tried
    tried = null
    empty()
    // hls.js may have been catching up.
    video.playbackRate = 1
    playing = next
    playing?.moveTo(video)
    opened()
  }
  const openPlaylist = () => {
    const stop = new AbortController()
    let source: Source | null = null
    playlist = {
      get source() {
        return source
      },
      close() {
        stop.abort()
        source?.close()
      },
    }
    openPlaylistSource(video, programme, { ...events, onOpened: opened }, stop.signal).then(
      found => {
        source = found
      },
      () => !stop.signal.aborted && events.onFailed(),
    )
  }

  const happened = (event: LiveEvent) => {
    if (closed) return
    const before = choice
    choice = nextChoice(before, event, performance.now())
    if (choice === before) return
    onChoice(choice)
    wait()
    if (choice.kind !== before.kind) change(before.kind, event)
  }
  const wait = () => {
    clearTimeout(timer)
    if (!Number.isFinite(choice.until)) return
    const due = () => happened({ kind: 'due', fit: !document.hidden && !idle.isIdle() })
    timer = setTimeout(due, Math.max(0, choice.until - performance.now()))
  }
  const change = (before: LiveChoice['kind'] | null, event: LiveEvent | null) => {
    switch (choice.kind) {
      case 'joining':
        tryIn(video, 1, opened)
        return
      case 'whep':
        if (before === 'joining') {
          playing = tried
          tried = null
        } else if (event?.kind === 'resumed') dropTried()
        else showTried()
        idle.look()
        return
      case 'rejoining':
        tryBeside(rejoinLooks)
        return
      case 'probing':
        tryBeside(probeLooks)
        return
      case 'hls':
        if (before === 'probing') dropTried()
        else {
          empty()
          openPlaylist()
        }
        return
      case 'resting':
        empty()
        return
    }
  }
  const idle = watchIdle(video, {
    onIdle: () => happened({ kind: 'idle' }),
    onWanted: () => happened({ kind: 'wanted' }),
  })
  wait()
  change(null, null)

  return {
    pictureTime,
    close() {
      closed = true
      clearTimeout(timer)
      idle.close()
      empty()
      letGo()
    },
  }
}
