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
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
      rememberPlace(showId, video.currentTime, latest.current.durationSeconds)
    }
    const timer = setInterval(keep, rememberEveryMs)
    addEventListener('pagehide', keep)
    return () => {
      stop.abort()
      clearInterval(timer)
      removeEventListener('pagehide', keep)
      player.current?.close()
      player.current = null
    }
  }, [video, showId, replay.url])

  return { player, view }
}
