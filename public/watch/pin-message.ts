import type { PinView, ServerMessage } from '../../src/wire.ts'
import { inOrder } from '../player/pins.ts'

type PinMessage = Extract<ServerMessage, { type: 'pinned' | 'unpinned' }>

// Longer than any player's buffer; older pins can be in nobody's picture.
const keptMs = 10 * 60_000

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
