import type { RoomView } from '../../src/wire.ts'
import type { StockBook } from './stock-book.ts'

/** What the shop's parts know of a room, or of a show: what is sold there, and what is left of it. */
export type ShopState = {
  readonly room: Pick<RoomView, 'slug' | 'lineup'> & {
    readonly pinned: { readonly productId: string } | null
  }
  readonly stock: StockBook
}
