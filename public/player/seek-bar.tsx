import { useRef, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { markerAt, markerNear } from './markers.ts'
import { playerWords } from './player-words.ts'
import { SeekPreview } from './seek-preview.tsx'
import { timeText } from './time-text.ts'
import type { Reel } from './transport.ts'

const snapPx = 12

type Props = {
  readonly reel: Reel
  onSeek(at: number): void
  /** The finger is on it. */
  onHold(held: boolean): void
}

/** Keys are those of the whole page (`useKeys`), where they do just what they would on a slider. */
export function SeekBar({ reel, onSeek, onHold }: Props) {
  const say = useWords(playerWords)
  const bar = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [held, setHeld] = useState(false)
  const { durationSeconds: duration, position, markers, live } = reel
  const share = (at: number) => `${duration > 0 ? Math.min(100, (at / duration) * 100) : 0}%`

  /** Seconds under the pointer; the beginning of a product's talk when it is near. */
  const timeAt = (event: PointerEvent, snaps: boolean): number => {
    const box = bar.current?.getBoundingClientRect()
    if (!box || box.width === 0) return 0
    const at = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * duration
    return (snaps && markerNear(markers, at, (snapPx / box.width) * duration)?.at) || at
  }
  const hold = (on: boolean) => {
    setHeld(on)
    onHold(on)
  }
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    bar.current?.setPointerCapture(event.pointerId)
    hold(true)
    setPointed(timeAt(event, true))
  }
  const move = (event: PointerEvent) => setPointed(timeAt(event, !held))
  const up = (event: PointerEvent) => {
    if (!held) return
    hold(false)
    onSeek(pointed ?? timeAt(event, false))
    setPointed(null)
  }
  const gone = () => {
    if (!held) setPointed(null)
  }
  const cancelled = () => {
    hold(false)
    setPointed(null)
  }

  // The live picture counts as the end, though its delay keeps it a little before it.
  const shown = held && pointed !== null ? pointed : live === 'at' ? duration : position
  const product = markerAt(markers, shown)
  const time =
    live === 'at' && !held
      ? say('live')
      : live !== null
        ? say('behind', { time: timeText(duration - shown) })
        : say('position', { time: timeText(shown), duration: timeText(duration) })
  return (
    <div
      ref={bar}
      class="seek"
      role="slider"
      tabIndex={0}
      data-testid="seek"
      data-held={held}
      aria-label={say('seek')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(shown)}
      aria-valuetext={
        product ? `${time}, ${say('explaining', { title: reel.titleOf(product.productId) })}` : time
      }
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerLeave={gone}
      onPointerCancel={cancelled}
    >
      <div class="seek-line">
        <div class="seek-played" style={{ width: share(shown) }} />
        {markers.map(marker => (
          <i
            key={`${marker.productId} ${marker.at}`}
            class="seek-mark"
            data-testid="marker"
            style={{ left: share(marker.at), width: share(marker.durationSeconds) }}
          />
        ))}
      </div>
      <div class="seek-knob" style={{ left: share(shown) }} />
      {pointed !== null && <SeekPreview reel={reel} at={pointed} share={share(pointed)} />}
    </div>
  )
}
