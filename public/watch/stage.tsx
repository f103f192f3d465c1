import { useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { Backdrop } from './backdrop.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { contentBox, fitFor, placeRect, type Size } from './content-box.ts'
import { Cover } from './cover.tsx'
import { Hotspot } from './hotspot.tsx'
import { isShown } from './pins.ts'
import { PlayIcon } from './play-icon.tsx'
import type { Player, PlayerStatus } from './player.ts'
import type { RoomState } from './room-state.ts'
import { TopBar } from './top-bar.tsx'
import { usePicturePin } from './use-picture-pin.ts'
import { useElementSize } from './use-size.ts'
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
  readonly status: PlayerStatus | null
  readonly hasOrders: boolean
  onOpen(opened: Opened): void
}

const phonePx = 600
/** Height of the bar at the bottom. */
const barPx = 68

export function Stage(props: Props) {
  const { state, watching, picture, video, player, status } = props
  const say = useWords(words)
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const size = useElementSize(frame)
  const pin = usePicturePin(watching ? video : null, player, state.pins)
  const pinned = state.room.lineup.find(product => product.id === pin?.productId)

  const card = (pin ?? state.pins.findLast(isShown))?.rect ?? null
  const phone = size !== null && Math.min(size.width, size.height) <= phonePx
  const fit = size && picture ? fitFor(size, picture, { card, mayCrop: phone }) : null
  const box = size && picture && fit ? contentBox(size, picture, fit) : null
  const at = box && card && placeRect(box, card)
  const low = size !== null && at !== null && at.y + at.height > size.height - barPx
  const left = size !== null && at !== null && at.x + at.width / 2 < size.width / 2
  // Between two sources there is no picture, and so no card in it.
  const shown = watching && (status === 'playing' || status === 'blocked')
  const waiting = status === 'loading' || status === 'reconnecting' || status === 'ended'

  return (
    <section class="stage" aria-label={say('stage')} data-watching={watching}>
      <TopBar room={state.room} ended={props.ended} />
      <div
        class="frame"
        ref={setFrame}
        style={{ '--ratio': watching && picture ? String(picture.width / picture.height) : '1.5' }}
      >
        <Backdrop video={video} on={watching} />
        <video
          ref={props.onVideo}
          class="video"
          data-testid="video"
          muted
          playsInline
          disablePictureInPicture
          hidden={!watching}
          style={fit ? { objectFit: fit.mode, objectPosition: `${fit.x * 100}% ${fit.y * 100}%` } : {}}
        />
        {shown && box && pin && pinned && (
          <Hotspot
            box={placeRect(box, pin.rect)}
            label={say('hotspot', { title: pinned.title })}
            onTap={() => props.onOpen({ kind: 'product', productId: pinned.id, from: 'stage' })}
          />
        )}
        {watching && (waiting || (props.broken && status !== 'blocked')) && (
          <p class={status === 'playing' ? 'chip chip-top' : 'chip'} role="status">
            <Spinner />
            {say(status === 'loading' ? 'loading' : 'reconnecting')}
          </p>
        )}
        {watching && status === 'blocked' && (
          <button type="button" class="play" aria-label={say('play')} onClick={() => player.current?.play()}>
            <PlayIcon />
          </button>
        )}
        {!watching && (
          <Cover room={state.room} ended={props.ended} onBrowse={() => props.onOpen({ kind: 'bag' })} />
        )}
      </div>
      <BottomBar
        aside={watching && low ? (left ? 'right' : 'left') : null}
        count={state.room.lineup.length}
        video={watching ? video : null}
        hasOrders={props.hasOrders}
        onOpen={props.onOpen}
      />
    </section>
  )
}
