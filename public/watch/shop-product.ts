import type { ProductView, VariantView } from '../../src/wire.ts'
import type { ReturnRule } from '../checkout/return-note.tsx'

export type ShopPicture = {
  readonly id: string
  readonly alt: string
  /** The variant that it shows; null: all. */
  readonly variantId: string | null
  /** Addresses by width in pixels, smallest first. */
  readonly sizes: ProductView['images']
}

/** What the sheet of a product shows beyond what lists of it do. */
export type ShopProduct = Omit<ProductView, 'variants'> & {
  readonly returnRule?: ReturnRule
  readonly options?: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly pictures?: readonly ShopPicture[]
  readonly variants: readonly (VariantView & {
    /** One value for each option of the product, in their order. */
    readonly options?: readonly string[]
  })[]
}
