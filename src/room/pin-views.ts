import { isoTime } from '../fields.ts'
import type { PinView, Rect, RoomView } from '../wire.ts'
import type { Pin } from './pin-store.ts'

const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 }

export function pinViews(pins: readonly Pin[]): PinView[] {
  return pins.map(({ productId, rect, since, until }) => ({
    productId,
    rect,
    since: isoTime(since),
    until: until === null ? null : isoTime(until),
  }))
}

/** While there is no picture, the pinned product has no place in one: its rectangle is empty. */
export function pinnedView(
  pinned: { readonly productId: string; readonly at: number },
  recent: readonly Pin[],
): RoomView['pinned'] {
  const open = recent.findLast(pin => pin.until === null && pin.productId === pinned.productId)
  return {
    productId: pinned.productId,
    rect: open?.rect ?? nowhere,
    since: isoTime(open?.since ?? pinned.at),
  }
}
