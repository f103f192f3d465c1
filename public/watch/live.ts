import { openRoomSocket, type SocketStatus } from '../shared/socket.ts'
import { fetchLevels } from './levels.ts'
import { withMessage } from './room-message.ts'
import type { RoomState } from './room-state.ts'
import { withAnswer } from './stock-book.ts'

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
  const asking = new Set<string>()

  // News of stock names single stores. What is left over all of them can be told only once the others are known:
  // they are asked for when the first news of a variant comes.
  const complete = async (variantId: string, before: RoomState) => {
    asking.add(variantId)
    try {
      const levels = await fetchLevels(variantId, stop.signal)
      const now = state()
      if (now) onState({ ...now, stock: withAnswer(now.stock, variantId, levels, before.stock) })
    } catch {
      // The next news asks again.
    } finally {
      asking.delete(variantId)
    }
  }

  const socket = openRoomSocket({
    room: slug,
    onStatus,
    onMessage(message) {
      const now = withMessage(state(), message)
      onState(now)
      if (!now || message.type !== 'stock') return
      for (const [variantId, known] of now.stock) {
        if (!known.whole && !asking.has(variantId) && isSold(now, variantId)) complete(variantId, now)
      }
    },
  })

  return {
    close() {
      stop.abort()
      socket.close()
    },
  }
}

function isSold({ room }: RoomState, variantId: string): boolean {
  return room.lineup.some(product => product.variants.some(variant => variant.id === variantId))
}
