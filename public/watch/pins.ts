import type { PinView, RoomView, ServerMessage } from '../../src/wire.ts'

type PinMessage = Extract<ServerMessage, { type: 'pinned' | 'unpinned' }>

// Longer than any player's buffer; older pins can be in nobody's picture.
const keptMs = 10 * 60_000

/** The card that is in the picture of this time (epoch milliseconds); the newest, where two meet. */
export function pinAt(pins: readonly PinView[], pictureTime: number): PinView | null {
  for (const pin of pins.toReversed()) {
    if (Date.parse(pin.since) > pictureTime) continue
    return pin.until === null || pictureTime < Date.parse(pin.until) ? pin : null
  }
  return null
}

/** Those that the server tells of, with the present one even if it is left out. */
export function pinsOf(room: RoomView): readonly PinView[] {
  const { pinned, recentPins } = room
  if (!pinned || recentPins.some(pin => pin.since === pinned.since)) return recentPins
  return inOrder([...recentPins, { ...pinned, until: null }])
}

/** A new pin ends the one before it. The same message twice, or one already known from `room`, changes nothing. */
export function withPinMessage(pins: readonly PinView[], message: PinMessage): readonly PinView[] {
  if (message.type === 'unpinned') {
    return pins.map(pin =>
      pin.until === null && pin.productId === message.productId ? { ...pin, until: message.until } : pin,
    )
  }
  const { productId, rect, since } = message
  if (pins.some(pin => pin.since === since && pin.productId === productId)) return pins
  const at = Date.parse(since)
  const ended = pins
    .filter(pin => pin.until === null || Date.parse(pin.until) > at - keptMs)
    .map(pin => (pin.until === null && Date.parse(pin.since) < at ? { ...pin, until: since } : pin))
  return inOrder([...ended, { productId, rect, since, until: null }])
}

function inOrder(pins: readonly PinView[]): readonly PinView[] {
  return pins.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
}
