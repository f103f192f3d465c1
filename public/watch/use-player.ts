import { useEffect, useRef, useState } from 'preact/hooks'
import { loadPart } from './load-part.ts'
import type { Player, PlayerStatus } from './player.ts'
import type { RoomState } from './room-state.ts'

/**
 * Plays the room's stream into the video. A viewer's picture is some seconds old: when the room goes offline the
 * rest is still shown, and only then the stage is empty.
 */
export function usePlayer(video: HTMLVideoElement | null, state: RoomState | null) {
  const [status, setStatus] = useState<PlayerStatus | null>(null)
  const player = useRef<Player | null>(null)
  const slug = state?.room.slug
  const run = state?.run ?? 0

  // Fetched beside the room, not after it.
  useEffect(() => {
    import('./player.ts').catch(() => {})
  }, [])

  useEffect(() => {
    if (!video || !slug || run === 0) return
    const stop = new AbortController()
    setStatus('loading')
    loadPart(() => import('./player.ts'), stop.signal).then(({ openPlayer }) => {
      player.current = openPlayer({ video, url: `/hls/${slug}/index.m3u8`, onStatus: setStatus })
    })
    return () => {
      stop.abort()
      player.current?.close()
      player.current = null
    }
  }, [video, slug, run])

  const live = state?.room.state === 'live'
  const drained = !live && status !== null && status !== 'playing' && status !== 'blocked'
  useEffect(() => {
    if (!drained) return
    player.current?.close()
    player.current = null
    setStatus(null)
  }, [drained])

  return { player, status: drained ? null : status }
}
