import type { ProductPictureView, ProductView, VariantView } from '../../src/wire.ts'

export type OptionValue = {
  readonly value: string
  readonly chosen: boolean
  /** What choosing it chooses; null: there is no such combination. */
  readonly variantId: string | null
  /** Of what choosing it chooses. */
  readonly left: number
  /** Choosing it keeps what is chosen in the other rows. */
  readonly keeps: boolean
}

export type OptionRow = { readonly name: string; readonly values: readonly OptionValue[] }

/**
 * The options of a product as rows of chips: colour × size. A value means the combination of it with what is chosen
 * in the other rows; where that is not made, any other combination with it, the one with the most left first.
 */
export function optionRows(
  product: ProductView,
  chosenId: string,
  leftOf: (variant: VariantView) => number,
): readonly OptionRow[] {
  const { options, variants } = product
  const chosen = variants.find(({ id }) => id === chosenId)?.options ?? []
  if (options.length === 0 || variants.some(variant => variant.options.length !== options.length)) return []
  return options.map(({ name, values }, row) => ({
    name,
    values: values.map(value => {
      const exact = variants.find(variant =>
        variant.options.every((its, index) => its === (index === row ? value : chosen[index])),
      )
      const others = variants
        .filter(variant => variant.options[row] === value)
        .toSorted((a, b) => leftOf(b) - leftOf(a))
      const meant = exact ?? others[0]
      return {
        value,
        chosen: chosen[row] === value,
        variantId: meant?.id ?? null,
        left: meant ? leftOf(meant) : 0,
        keeps: exact !== undefined,
      }
    }),
  }))
}

/** Pictures of the chosen variant first, those of others not at all; one made of `images` where there are none. */
export function picturesOf(product: ProductView, variantId: string): readonly ProductPictureView[] {
  const all = product.pictures
  const its = all.filter(picture => picture.variantId === variantId)
  const common = all.filter(picture => picture.variantId === null)
  const shown = [...its, ...common]
  if (shown.length > 0) return shown
  if (all.length > 0) return all
  return product.images.length === 0 ? [] : [{ id: 'first', alt: '', variantId: null, sizes: product.images }]
}
