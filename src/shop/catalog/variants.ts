import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { ProductView, VariantView } from '../../wire.ts'
import type { Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { newVariant, priceChange } from './catalog.ts'
import type { VariantRow } from './catalog-store.ts'
import { readOptions, readValues, requireMatrix } from './options.ts'
import { changedPrices } from './prices.ts'
import { type Edit, type ProductDesk, requireFreeCodes } from './product-desk.ts'
import { maxVariants, type NewVariant, type OptionsChange, type VariantChanges } from './product-fields.ts'

/** The variants of products that exist: added, changed, put in order, taken off sale. */
export class Variants {
  readonly #changes: Changes
  readonly #desk: ProductDesk
  readonly #currency: string

  constructor(changes: Changes, desk: ProductDesk, currency: string) {
    this.#changes = changes
    this.#desk = desk
    this.#currency = currency
  }

  async add(productId: string, input: NewVariant, edit: Edit): Promise<ProductView> {
    return this.#desk.change(productId, edit, async (records, product, at) => {
      const others = await records.catalog.variantsOf([productId])
      if (others.length >= maxVariants)
        throw new InvalidError(`A product has ${maxVariants} variants at most.`, {
          rule: 'too-many-variants',
          most: maxVariants,
        })
      await requireFreeCodes(records, [input], null)
      const position = Math.max(-1, ...others.map(other => Number(other.position))) + 1
      const variant = { ...newVariant(productId, input, this.#currency, at), position }
      requireMatrix(readOptions(product.options), matrix([...others, variant]))
      await records.catalog.addVariant(variant)
      await records.prices.record([priceChange(variant, edit.author?.id ?? null, at)])
    })
  }

  /** Through its product, whose version counts. */
  async update(id: string, changes: VariantChanges, edit: Edit): Promise<VariantView> {
    const { product_id: productId } = (await this.#changes.records.catalog.variant(id)) ?? {}
    if (productId === undefined) throw new NotFoundError('The variant')
    const product = await this.#desk.change(productId, edit, async (records, product, at) => {
      const all = await records.catalog.variantsOf([productId])
      const old = all.find(variant => variant.id === id)
      if (old === undefined) throw new NotFoundError('The variant')
      const { sku, title, barcode, options, archived } = changes
      await requireFreeCodes(records, [given({ sku, barcode })], id)
      const archived_at = archived === undefined ? old.archived_at : archived ? (old.archived_at ?? at) : null
      const changed = {
        ...old,
        ...given({ sku, title, barcode }),
        options: options === undefined ? old.options : JSON.stringify(options),
        archived_at,
      }
      const after = all.map(variant => (variant.id === id ? changed : variant))
      requireSomethingLeft(after)
      requireMatrix(readOptions(product.options), matrix(after))
      const prices = changedPrices(old, changes.price, changes.compareAtPrice)
      await records.catalog.updateVariant(id, {
        ...given({ sku, title, barcode }),
        options: changed.options,
        archived_at,
        ...(await reprice(records, old, prices, edit.author?.id ?? null, at)),
      })
    })
    const view = product.variants.find(variant => variant.id === id)
    if (view === undefined) throw new Error('a variant is not among those of its product')
    return view
  }

  async order(productId: string, ids: readonly string[], edit: Edit): Promise<ProductView> {
    return this.#desk.change(productId, edit, async records => {
      const all = await records.catalog.variantsOf([productId])
      const shown = all.filter(variant => variant.archived_at === null)
      requireSameIds(
        ids,
        shown.map(variant => variant.id),
      )
      const archived = all.filter(variant => variant.archived_at !== null).map(variant => variant.id)
      await records.catalog.orderVariants(productId, [...ids, ...archived])
    })
  }

  /** Replaces the options, and says which values each variant on sale has from now on. */
  async setOptions(productId: string, change: OptionsChange, edit: Edit): Promise<ProductView> {
    return this.#desk.change(productId, edit, async records => {
      const shown = (await records.catalog.variantsOf([productId])).filter(row => row.archived_at === null)
      requireSameIds(
        change.variants.map(variant => variant.id),
        shown.map(variant => variant.id),
      )
      const valuesOf = new Map(change.variants.map(variant => [variant.id, variant.options]))
      requireMatrix(
        change.options,
        shown.map(({ id, sku }) => ({ sku, options: valuesOf.get(id) ?? [] })),
      )
      // Two that change places would be the same on the way.
      for (const { id } of shown) await records.catalog.updateVariant(id, { options: '[]' })
      for (const [id, values] of valuesOf) {
        await records.catalog.updateVariant(id, { options: JSON.stringify(values) })
      }
      await records.catalog.updateProduct(productId, { options: JSON.stringify(change.options) })
    })
  }
}

/** What is to be written of a variant whose prices become these, after what they were is noted. */
async function reprice(
  records: Records,
  old: VariantRow,
  prices: Pick<VariantRow, 'price' | 'compare_at_price' | 'currency'>,
  staffId: string | null,
  at: number,
): Promise<Partial<VariantRow>> {
  const newPrice = Number(old.price) !== prices.price || old.currency !== prices.currency
  if (
    !newPrice &&
    (old.compare_at_price === null ? null : Number(old.compare_at_price)) === prices.compare_at_price
  ) {
    return {}
  }
  const since = newPrice ? nextPriceAt(old, at) : at
  const lows = newPrice ? (await records.prices.lowestPrices([old.id], since)).get(old.id) : undefined
  await records.prices.record([priceChange({ id: old.id, ...prices }, staffId, since)])
  if (!newPrice) return prices
  const sameCurrency = old.currency === prices.currency
  return {
    ...prices,
    price_since: since,
    lowest_7_days: sameCurrency ? (lows?.lowest_7_days ?? null) : null,
    lowest_30_days: sameCurrency ? (lows?.lowest_30_days ?? null) : null,
  }
}

/** Of two prices in one moment it is told which came later. */
export function nextPriceAt(old: Pick<VariantRow, 'price_since'>, at: number): number {
  return Math.max(at, Number(old.price_since) + 1)
}

function matrix(variants: readonly VariantRow[]) {
  return variants
    .filter(variant => variant.archived_at === null)
    .map(({ sku, options }) => ({ sku, options: readValues(options) }))
}

function requireSomethingLeft(variants: readonly VariantRow[]): void {
  if (variants.every(variant => variant.archived_at !== null)) {
    throw new ConflictError('last-variant', 'A product keeps one variant. Take the product off sale instead.')
  }
}

export function requireSameIds(given: readonly string[], all: readonly string[]): void {
  if (given.length !== all.length || new Set(given).symmetricDifference(new Set(all)).size > 0) {
    throw new InvalidError('Name each of them once.')
  }
}
