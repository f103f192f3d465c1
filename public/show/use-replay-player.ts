import { useEffect, useRef, useState } from 'preact/hooks'
import type { ReplayView } from '../../src/wire.ts'
import { loadPart } from '../player/load-part.ts'
import type { Player, PlayerView } from '../player/player.ts'
import { placeIn, rememberPlace } from './place-memory.ts'

const rememberEveryMs = 5_000

/** Plays a show's replay from where it was left on this device, and remembers the place. */
export function useReplayPlayer(video: HTMLVideoElement | null, showId: string, replay: ReplayView) {
  const [view, setView] = useState<PlayerView | null>(null)
  const player = useRef<Player | null>(null)
  const latest = useRef(replay)
  latest.current = replay

  useEffect(() => {
    if (!video) return
    const stop = new AbortController()
    const { url, spans, durationSeconds } = latest.current
    const left = placeIn(showId)
    const at = left < durationSeconds ? left : 0
    loadPart(() => import('../player/player.ts'), stop.signal).then(({ openPlayer }) => {
      player.current = openPlayer({ video, programme: { kind: 'replay', url, at, spans }, onChange: setView })
    })
    const keep = () => {
      // Between two sources there is no place; on the way to one there is no picture.
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && !video.seeking) return
      rememberPlace(showId, video.currentTime, latest.current.durationSeconds)
    }
    const timer = setInterval(keep, rememberEveryMs)
    const { signal } = stop
    video.addEventListener('pause', keep, { signal })
    // A phone that puts the browser away may end it later, and then says nothing.
    document.addEventListener('visibilitychange', keep, { signal })
    addEventListener('pagehide', keep, { signal })
    return () => {
      stop.abort()
      clearInterval(timer)
      player.current?.close()
      player.current = null
    }
  }, [video, showId, replay.url])

  /** A place that was chosen is remembered at once, wherever the picture is by the time that the page ends. */
  const seek = (at: number) => {
    if (!player.current) return
    player.current.seek(at)
    rememberPlace(showId, at, replay.durationSeconds)
  }
  return { player, view, seek }
}
