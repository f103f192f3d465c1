import { useEffect, useRef, useState } from 'preact/hooks'
import type { PinView } from '../../src/wire.ts'
import { watchFrames } from './frames.ts'
import { pinAt } from './pins.ts'
import type { Player } from './player.ts'
import type { ShownFrame } from './source.ts'

/** The pin whose card is in the frame on the screen. The viewer's own picture decides, not the socket. */
export function usePicturePin(
  video: HTMLVideoElement | null,
  player: { readonly current: Player | null },
  pins: readonly PinView[],
): PinView | null {
  const [pin, setPin] = useState<PinView | null>(null)
  const known = useRef(pins)
  known.current = pins

  useEffect(() => {
    if (!video) return
    const look = (frame?: ShownFrame) => {
      const time = player.current?.pictureTime(frame) ?? null
      const found = time === null ? null : pinAt(known.current, time)
      setPin(last => (isSame(last, found) ? last : found))
    }
    // Between frames too, when what is known has changed: a picture that stands still brings no frame.
    look()
    return watchFrames(video, look)
  }, [video, player, pins])

  return pin
}

function isSame(a: PinView | null, b: PinView | null): boolean {
  return a === b || (a !== null && b !== null && a.productId === b.productId && a.since === b.since)
}
