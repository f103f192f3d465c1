import { useEffect } from 'preact/hooks'
import type { ReplayView } from '../../src/wire.ts'
import type { Controls } from '../player/controls.tsx'
import type { Player, PlayerView } from '../player/player.ts'
import { placeOf } from '../player/spans.ts'
import type { Reel, Transport } from '../player/transport.ts'
import { type Archive, lengthOf } from './archive.ts'
import type { RoomState } from './room-state.ts'
import { useArchive } from './use-archive.ts'

/** So near to the end of the recording one means the live picture, which is ahead of it. */
const nearLiveSeconds = 8

type Props = {
  readonly state: RoomState
  readonly stage: HTMLElement
  readonly video: HTMLVideoElement
  readonly player: { readonly current: Player | null }
  readonly view: PlayerView
  readonly controls: typeof Controls
  goLive(): void
  /** To a time of the recording. Seconds. */
  goBack(replay: ReplayView, at: number): void
  /** The pins and products of the whole show, for who goes back in it. */
  onArchive(archive: Archive | null): void
}

/** A live show can be gone back in: then its recording is played, as far as it is there, and grows on. */
export function LiveControls({
  state,
  stage,
  video,
  player,
  view,
  controls: Parts,
  goLive,
  goBack,
  onArchive,
}: Props) {
  const { room } = state
  const behind = view.kind === 'replay'
  const archive = useArchive(room.show, behind, state.pins.length)
  const replay = archive?.view.replay ?? null
  useEffect(() => onArchive(archive), [archive, onArchive])

  const length = () => (archive ? lengthOf(archive, performance.now(), room.interrupted !== null) : 0)
  const transport: Transport = {
    play: () => player.current?.play(),
    pause: () => player.current?.pause(),
    seekTo(at) {
      if (replay === null) return
      if (!replay.live || at <= length() - nearLiveSeconds) goBack(replay, at)
      else if (behind) goLive()
    },
    goLive,
  }

  // While the host is away the live picture is a slate, which is not recorded: who is behind comes to its end.
  useEffect(() => {
    if (!behind || !replay?.live) return
    const starved = () => length() - video.currentTime < nearLiveSeconds && goLive()
    video.addEventListener('waiting', starved)
    return () => video.removeEventListener('waiting', starved)
  })

  const reel = (): Reel | null => {
    if (archive === null || replay === null || replay.durationSeconds <= 0) return null
    const whole = length()
    return {
      durationSeconds: behind ? Math.max(whole, video.currentTime) : whole,
      position: behind ? video.currentTime : livePlace(replay, player.current, whole),
      live: !behind ? 'at' : room.state === 'live' ? 'behind' : null,
      markers: replay.markers,
      thumbnails: replay.thumbnails,
      titleOf: id => archive.view.lineup.find(product => product.id === id)?.title ?? '',
    }
  }
  return <Parts stage={stage} video={video} status={view.status} transport={transport} reel={reel} />
}

/** Where in the recording the live picture on the screen is. */
function livePlace(replay: ReplayView, player: Player | null, whole: number): number {
  const date = player?.pictureTime() ?? null
  return date === null ? whole : Math.min(whole, placeOf(replay.spans, date))
}
