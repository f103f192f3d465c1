import { useEffect, useRef, useState } from 'preact/hooks'
import { liveProgramme } from '../player/live-programme.ts'
import { loadPart } from '../player/load-part.ts'
import type { Player, PlayerView } from '../player/player.ts'
import type { RoomState } from './room-state.ts'

/**
 * Plays the room's stream into the video. A viewer's picture is some seconds old, or minutes where the viewer went
 * back: when the room goes offline the rest is still shown, and only then the stage is empty.
 */
export function usePlayer(video: HTMLVideoElement | null, state: RoomState | null) {
  const [view, setView] = useState<PlayerView | null>(null)
  const player = useRef<Player | null>(null)
  const slug = state?.room.slug
  const run = state?.run ?? 0
  const [open, setOpen] = useState(false)

  // Fetched beside the room, not after it.
  useEffect(() => {
    import('../player/player.ts').catch(() => {})
  }, [])

  useEffect(() => {
    if (run === 0 || !slug) return
    // A new stream; who is still watching the last one's recording comes to it at its end.
    if (player.current?.programme.kind === 'live') player.current.open(liveProgramme(slug))
    setOpen(true)
  }, [slug, run])

  useEffect(() => {
    if (!video || !slug || !open) return
    const stop = new AbortController()
    setView({ status: 'loading', kind: 'live' })
    loadPart(() => import('../player/player.ts'), stop.signal).then(({ openPlayer }) => {
      player.current = openPlayer({ video, programme: liveProgramme(slug), onChange: setView })
    })
    return () => {
      stop.abort()
      player.current?.close()
      player.current = null
      setView(null)
    }
  }, [video, slug, open])

  const live = state?.room.state === 'live'
  const over = view?.kind === 'replay' && view.status === 'ended'
  const dry =
    view?.kind === 'live' &&
    view.status !== 'playing' &&
    view.status !== 'blocked' &&
    view.status !== 'paused'
  const drained = !live && (over || dry)
  useEffect(() => {
    if (drained) setOpen(false)
  }, [drained])
  useEffect(() => {
    if (over && live && slug) player.current?.open(liveProgramme(slug))
  }, [over, live, slug])

  return { player, view: drained ? null : view }
}
