import type { PinView, RoomView } from '../../src/wire.ts'

/** The card that is in the picture of this time (epoch milliseconds); the newest, where two meet. */
export function pinAt(pins: readonly PinView[], pictureTime: number): PinView | null {
  for (const pin of pins.filter(isShown).toReversed()) {
    if (Date.parse(pin.since) > pictureTime) continue
    return pin.until === null || pictureTime < Date.parse(pin.until) ? pin : null
  }
  return null
}

/** While no stream runs a pinned product has no card in a picture, and its rect is empty. */
export function isShown(pin: PinView): boolean {
  return pin.rect.width > 0 && pin.rect.height > 0
}

/** Those that the server tells of, with the present one even if it is left out. */
export function pinsOf(room: RoomView): readonly PinView[] {
  const { pinned, recentPins } = room
  if (!pinned || recentPins.some(pin => pin.since === pinned.since)) return recentPins
  return inOrder([...recentPins, { ...pinned, until: null }])
}

/** Oldest first. */
export function inOrder(pins: readonly PinView[]): readonly PinView[] {
  return pins.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
}

/** All pins of the show: the room's own go back some minutes only, but have the news. */
export function allPins(old: readonly PinView[], recent: readonly PinView[]): readonly PinView[] {
  const known = new Set(recent.map(pin => pin.since))
  return inOrder([...old.filter(pin => !known.has(pin.since)), ...recent])
}
