import type { PinView, RoomView, ServerMessage } from '../../src/wire.ts'
import { pinsOf, withPinMessage } from './pins.ts'
import { emptyStockBook, type StockBook, withNews } from './stock-book.ts'

export type RoomState = {
  readonly room: RoomView
  readonly pins: readonly PinView[]
  readonly stock: StockBook
  /** Counts the times that the room went live: each is a new stream to play. */
  readonly run: number
}

/** A whole room, from the API or after a join. It is fresher than any stock heard of before. */
export function withRoom(state: RoomState | null, room: RoomView): RoomState {
  const wasLive = state?.room.state === 'live'
  return {
    room,
    pins: pinsOf(room),
    stock: emptyStockBook,
    run: (state?.run ?? 0) + (room.state === 'live' && !wasLive ? 1 : 0),
  }
}

export function withMessage(state: RoomState | null, message: ServerMessage): RoomState | null {
  if (message.type === 'room') return withRoom(state, message.room)
  if (!state) return null
  const { room } = state
  switch (message.type) {
    case 'state': {
      const begins = message.state === 'live' && room.state !== 'live'
      return { ...state, room: { ...room, state: message.state }, run: state.run + (begins ? 1 : 0) }
    }
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
