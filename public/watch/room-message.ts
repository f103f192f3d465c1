import type { ServerMessage } from '../../src/wire.ts'
import { withPinMessage } from './pin-message.ts'
import { type RoomState, withRoom } from './room-state.ts'
import { withNews } from './stock-book.ts'

/** The room after a message; null as long as no whole room came. */
export function withMessage(state: RoomState | null, message: ServerMessage): RoomState | null {
  if (message.type === 'room') return withRoom(state, message.room)
  if (!state) return null
  const { room } = state
  switch (message.type) {
    case 'state': {
      const begins = message.state === 'live' && room.state !== 'live'
      return { ...state, room: { ...room, state: message.state }, run: state.run + (begins ? 1 : 0) }
    }
    case 'interrupted':
      return { ...state, room: { ...room, interrupted: message.interrupted } }
    case 'pinned':
      return {
        ...state,
        room: { ...room, pinned: { productId: message.productId, rect: message.rect, since: message.since } },
        pins: withPinMessage(state.pins, message),
      }
    case 'unpinned': {
      const pinned = room.pinned?.productId === message.productId ? null : room.pinned
      return { ...state, room: { ...room, pinned }, pins: withPinMessage(state.pins, message) }
    }
    case 'stock':
      return { ...state, stock: withNews(state.stock, message.levels) }
    case 'product': {
      const lineup = room.lineup.map(product =>
        product.id === message.product.id ? message.product : product,
      )
      return { ...state, room: { ...room, lineup } }
    }
    case 'viewers':
      return { ...state, room: { ...room, viewers: message.count } }
    default:
      return state
  }
}
