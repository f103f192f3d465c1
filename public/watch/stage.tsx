import { useEffect, useState } from 'preact/hooks'
import type { ReplayView } from '../../src/wire.ts'
import type { Size } from '../player/content-box.ts'
import { liveProgramme } from '../player/live-programme.ts'
import { Picture } from '../player/picture.tsx'
import { allPins } from '../player/pins.ts'
import type { Player, PlayerView } from '../player/player.ts'
import type { ServerClock } from '../player/server-clock.ts'
import { useLate } from '../player/use-late.ts'
import { usePictureView } from '../player/use-picture-view.ts'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/spinner.tsx'
import type { Archive } from './archive.ts'
import { loadCover } from './load-cover.ts'
import { loadLiveControls } from './load-live-controls.ts'
import type { RoomState } from './room-state.ts'
import { TopBar } from './top-bar.tsx'
import type { Opened } from './watch-page.tsx'
import { words } from './words.ts'

type Props = {
  readonly state: RoomState
  /** There is a picture, or soon will be. */
  readonly watching: boolean
  readonly ended: boolean
  /** The room's socket is down. */
  readonly broken: boolean
  readonly picture: Size | null
  readonly video: HTMLVideoElement | null
  onVideo(video: HTMLVideoElement | null): void
  readonly player: { readonly current: Player | null }
  readonly view: PlayerView | null
  readonly archive: Archive | null
  onArchive(archive: Archive | null): void
  goBack(replay: ReplayView, at: number): void
  readonly hasOrders: boolean
  /** The parts that float on it; null until they are loaded. */
  readonly shop: typeof import('./shop.tsx') | null
  onOpen(opened: Opened): void
}

export function Stage(props: Props) {
  const { state, watching, picture, video, player, archive, shop } = props
  const say = useWords(words)
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const status = props.view?.status ?? null
  const behind = props.view?.kind === 'replay'
  const pins = archive ? allPins(archive.view.pins, state.pins) : state.pins
  const view = usePictureView({ video, watching, picture, player, pins })
  const products = [...state.room.lineup, ...(archive?.view.lineup ?? [])]
  const pinned = products.find(product => product.id === view.pin?.productId)
  // After the first picture, which they must not delay.
  const late = useLate(status === 'playing' || status === 'blocked', loadLiveControls)
  const clock = useServerClock(late)
  const Cover = useLate(!watching, loadCover)
  const waiting = status === 'loading' || status === 'reconnecting' || status === 'ended'
  const going = status === 'playing' || status === 'paused'

  return (
    <section
      class="stage"
      ref={setStage}
      aria-label={say('stage')}
      data-watching={watching}
      data-aside={view.aside}
    >
      <TopBar
        room={state.room}
        ended={props.ended}
        watching={watching}
        behind={behind}
        paused={status === 'paused'}
        share={shop && <shop.ShareButton title={state.room.title} />}
      >
        {late && clock && going && <late.Delay player={player} clock={clock} behind={behind} />}
      </TopBar>
      <Picture
        view={view}
        picture={picture}
        watching={watching}
        backdrop={late?.Backdrop ?? null}
        status={status}
        video={video}
        onVideo={props.onVideo}
        hotspot={pinned ? say('hotspot', { title: pinned.title }) : null}
        onHotspot={() => pinned && props.onOpen({ kind: 'product', productId: pinned.id, from: 'stage' })}
        playLabel={say('play')}
        onPlay={() => player.current?.play()}
      >
        {late && stage && video && watching && props.view && (
          <late.LiveControls
            state={state}
            stage={stage}
            video={video}
            player={player}
            view={props.view}
            controls={late.Controls}
            goLive={() => player.current?.open(liveProgramme(state.room.slug))}
            goBack={props.goBack}
            onArchive={props.onArchive}
          />
        )}
        {watching && (waiting || (props.broken && status !== 'blocked')) && (
          <p class={status === 'playing' ? 'chip chip-top' : 'chip'} role="status">
            <Spinner />
            {say(status === 'loading' ? 'loading' : 'reconnecting')}
          </p>
        )}
        {watching && going && !behind && !props.broken && state.room.interrupted && (
          <p class="chip chip-top" role="status" data-testid="interrupted">
            {say('interrupted')}
          </p>
        )}
        {!watching && Cover && (
          <Cover room={state.room} ended={props.ended} onBrowse={() => props.onOpen({ kind: 'bag' })} />
        )}
      </Picture>
      {shop && (
        <shop.BottomBar
          aside={view.aside}
          count={state.room.lineup.length}
          video={watching ? video : null}
          hasOrders={props.hasOrders}
          onOpen={props.onOpen}
        />
      )}
    </section>
  )
}

type WithClock = { openServerClock(): ServerClock }

function useServerClock(late: WithClock | null): ServerClock | null {
  const [clock, setClock] = useState<ServerClock | null>(null)
  useEffect(() => {
    if (!late) return
    const opened = late.openServerClock()
    setClock(opened)
    return () => opened.close()
  }, [late])
  return clock
}
