import type { StoreDetailView } from '../../../src/wire.ts'

/** What the sheet of a document is given; `id` null: a new one. */
export type DocumentSheetProps = {
  readonly id: string | null
  readonly stores: readonly StoreDetailView[]
  /** It is through, with what is to be said of it. */
  onDone(text: string): void
  onClose(): void
}
