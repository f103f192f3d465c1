import type { ComponentChildren } from 'preact'
import { PlayIcon } from '../shared/stage-icons.tsx'
import type { Backdrop } from './backdrop.tsx'
import { placeRect, type Size } from './content-box.ts'
import { Hotspot } from './hotspot.tsx'
import type { PlayerStatus } from './player.ts'
import type { PictureView } from './use-picture-view.ts'

type Props = {
  readonly view: PictureView
  readonly picture: Size | null
  readonly watching: boolean
  readonly status: PlayerStatus | null
  readonly video: HTMLVideoElement | null
  /** Null: has not been loaded yet. */
  readonly backdrop: typeof Backdrop | null
  onVideo(video: HTMLVideoElement | null): void
  /** What the hotspot is called; null: the product of the pin is not to be had. */
  readonly hotspot: string | null
  onHotspot(): void
  readonly playLabel: string
  onPlay(): void
  readonly children?: ComponentChildren
}

const shownIn: readonly (PlayerStatus | null)[] = ['playing', 'paused', 'blocked']

/** The video with the hotspot over the card that is burned into it. */
export function Picture(props: Props) {
  const { view, picture, watching, status, video } = props
  const { fit, box, pin } = view
  const stopped = status === 'blocked' || status === 'paused'
  return (
    <div
      class="frame"
      ref={view.setFrame}
      style={{ '--ratio': watching && picture ? String(picture.width / picture.height) : '1.5' }}
    >
      {props.backdrop && <props.backdrop video={video} on={watching} />}
      <video
        ref={props.onVideo}
        class="video"
        data-testid="video"
        muted
        playsInline
        hidden={!watching}
        style={fit ? { objectFit: fit.mode, objectPosition: `${fit.x * 100}% ${fit.y * 100}%` } : {}}
      />
      {/* Between two sources there is no picture, and so no card in it. */}
      {watching && shownIn.includes(status) && box && pin && props.hotspot && (
        <Hotspot box={placeRect(box, pin.rect)} label={props.hotspot} onTap={props.onHotspot} />
      )}
      {props.children}
      {watching && stopped && (
        <button
          type="button"
          class="play"
          data-testid="play"
          aria-label={props.playLabel}
          onClick={props.onPlay}
        >
          <PlayIcon />
        </button>
      )}
    </div>
  )
}
