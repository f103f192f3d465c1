import { openRoomSocket, type SocketStatus } from '../shared/socket.ts'
import { stockCompleter } from './complete-stock.ts'
import { withMessage } from './room-message.ts'
import type { RoomState } from './room-state.ts'
import { emptyStockBook } from './stock-book.ts'

export type Live = { close(): void }

type Options = {
  readonly slug: string
  state(): RoomState | null
  onState(state: RoomState | null): void
  onStatus(status: SocketStatus): void
}

/** The room's news by socket. */
export function openLive({ slug, state, onState, onStatus }: Options): Live {
  const stop = new AbortController()
  const completeStock = stockCompleter({
    signal: stop.signal,
    stock: () => state()?.stock ?? emptyStockBook,
    isSold: variantId =>
      state()?.room.lineup.some(product => product.variants.some(variant => variant.id === variantId)) ??
      false,
    onStock(stock) {
      const now = state()
      if (now) onState({ ...now, stock })
    },
  })
  const socket = openRoomSocket({
    room: slug,
    onStatus,
    onMessage(message) {
      onState(withMessage(state(), message))
      if (message.type === 'stock') completeStock()
    },
  })
  return {
    close() {
      stop.abort()
      socket.close()
    },
  }
}
