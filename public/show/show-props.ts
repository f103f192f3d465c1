import type { ShowPageView } from '../../src/wire.ts'
import type { StockBook } from '../watch/stock-book.ts'
import type { Opened } from '../watch/watch-page.tsx'

export type ShowProps = {
  readonly page: ShowPageView
  readonly stock: StockBook
  readonly opened: Opened | null
  onOpen(opened: Opened | null): void
}
