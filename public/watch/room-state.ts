import type { PinView, RoomView } from '../../src/wire.ts'
import { pinsOf } from '../player/pins.ts'
import type { StockBook } from './stock-book.ts'

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
    stock: new Map(),
    run: (state?.run ?? 0) + (room.state === 'live' && !wasLive ? 1 : 0),
  }
}
