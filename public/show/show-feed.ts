import type { ProductView, ServerMessage, ShowPageView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { backoffMs } from '../shared/backoff.ts'
import { openRoomSocket, type RoomSocket } from '../shared/socket.ts'
import { stockCompleter } from '../watch/complete-stock.ts'
import { emptyStockBook, type StockBook, withNews } from '../watch/stock-book.ts'

/** A page that nobody told of a change asks by itself: a proxy may let no sockets through. */
const askAgainMs = 30_000

export type ShowFeed = {
  readonly page: ShowPageView | null
  readonly stock: StockBook
  readonly load: 'loading' | 'ready' | 'unknown' | 'failed'
}

export const firstShowFeed: ShowFeed = { page: null, stock: emptyStockBook, load: 'loading' }

/** A show as it changes: its page is asked for, and again when the room tells of something new. */
export function openShowFeed(
  id: string,
  onChange: (feed: ShowFeed) => void,
): { retry(): void; close(): void } {
  const stop = new AbortController()
  const { signal } = stop
  let feed = firstShowFeed
  let socket: RoomSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const update = (change: Partial<ShowFeed>) => {
    if (signal.aborted) return
    feed = { ...feed, ...change }
    onChange(feed)
  }
  const ask = async (attempt = 0) => {
    clearTimeout(timer)
    try {
      const page = await call<ShowPageView>('GET', `/api/v1/shows/${encodeURIComponent(id)}`, { signal })
      // It is fresher than any stock heard of before.
      update({ page, stock: emptyStockBook, load: 'ready' })
      socket ??= openRoomSocket({ room: page.room.slug, onMessage: hear })
      // The replay is whole before the show counts as ended: nothing more comes then.
      if (page.show.state !== 'ended') timer = setTimeout(ask, askAgainMs)
    } catch (error) {
      if (signal.aborted) return
      const unknown = error instanceof ApiProblem && (error.status === 404 || error.status === 400)
      // What is shown already stays: a replay plays on.
      if (feed.page === null || unknown) update({ load: unknown ? 'unknown' : 'failed' })
      if (!unknown) timer = setTimeout(ask, backoffMs(attempt), attempt + 1)
    }
  }
  const completeStock = stockCompleter({
    signal,
    stock: () => feed.stock,
    isSold: variantId =>
      feed.page?.lineup.some(({ variants }) => variants.some(each => each.id === variantId)) ?? false,
    onStock: stock => update({ stock }),
  })
  const hear = (message: ServerMessage) => {
    if (message.type === 'stock') {
      update({ stock: withNews(feed.stock, message.levels) })
      completeStock()
    } else if (message.type === 'product' && feed.page) {
      update({ page: { ...feed.page, lineup: replaced(feed.page.lineup, message.product) } })
    } else if ((message.type === 'room' || message.type === 'state') && feed.page?.show.state !== 'ended') {
      ask()
    }
  }
  ask()

  return {
    retry: () => ask(),
    close() {
      stop.abort()
      clearTimeout(timer)
      socket?.close()
    },
  }
}

function replaced(lineup: readonly ProductView[], product: ProductView): ProductView[] {
  return lineup.map(each => (each.id === product.id ? product : each))
}
