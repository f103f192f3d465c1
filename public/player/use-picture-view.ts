import { useState } from 'preact/hooks'
import type { PinView } from '../../src/wire.ts'
import { contentBox, fitFor, placeRect, type Size } from './content-box.ts'
import { isShown } from './pins.ts'
import type { Player } from './player.ts'
import { usePicturePin } from './use-picture-pin.ts'
import { useElementSize } from './use-size.ts'

type Options = {
  readonly video: HTMLVideoElement | null
  /** There is a picture, or soon will be. */
  readonly watching: boolean
  readonly picture: Size | null
  readonly player: { readonly current: Player | null }
  readonly pins: readonly PinView[]
}

const phonePx = 600
/** Height of the bar at the bottom. */
const barPx = 68

export type PictureView = ReturnType<typeof usePictureView>

/** Where the picture and the card in it lie on the stage. */
export function usePictureView({ video, watching, picture, player, pins }: Options) {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const size = useElementSize(frame)
  const pin = usePicturePin(watching ? video : null, player, pins)
  const card = (pin ?? pins.findLast(isShown))?.rect ?? null
  const phone = size !== null && Math.min(size.width, size.height) <= phonePx
  const fit = size && picture ? fitFor(size, picture, { card, mayCrop: phone }) : null
  const box = size && picture && fit ? contentBox(size, picture, fit) : null
  const at = box && card && placeRect(box, card)
  const low = size !== null && at !== null && at.y + at.height > size.height - barPx
  const left = size !== null && at !== null && at.x + at.width / 2 < size.width / 2
  const aside: 'left' | 'right' | null = watching && low ? (left ? 'right' : 'left') : null
  return { setFrame, pin, fit, box, aside }
}
