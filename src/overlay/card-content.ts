export type Language = 'zh' | 'en'

/** Integer minor units and an ISO 4217 code. */
export type Price = { readonly amount: number; readonly currency: string }

/** What is told of a product in the live picture. */
export type CardContent = {
  /** Bytes of a picture file; null: none. */
  readonly picture: Buffer | null
  readonly title: string
  readonly price: Price
  /** The price that is struck through; null: none. */
  readonly compareAt: Price | null
  /** Units that can be bought now, over all stores. */
  readonly stock: number
  /** At or below this many the card says that few are left. */
  readonly low: number
  readonly language: Language
}
