import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { Rendition } from '../../images.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { PictureFiles } from '../../picture-files.ts'
import type { ProductView, VariantView } from '../../wire.ts'
import type { Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { newId } from '../ids.ts'
import { changedPrices, newPrices } from './prices.ts'
import type { NewProduct, ProductChanges, VariantChanges } from './product-fields.ts'
import { productViews } from './product-views.ts'

/**
 * Makes the sizes that a picture is shown in, as WebP of distinct widths.
 * @throws InvalidError if the bytes are no picture that can be read.
 */
export type ReencodePicture = (bytes: Buffer) => Promise<readonly Rendition[]>

export class Catalog {
  readonly #changes: Changes
  readonly #currency: string
  readonly #files: PictureFiles
  readonly #reencode: ReencodePicture

  constructor(changes: Changes, currency: string, files: PictureFiles, reencode: ReencodePicture) {
    this.#changes = changes
    this.#currency = currency
    this.#files = files
    this.#reencode = reencode
  }

  async create(input: NewProduct): Promise<ProductView> {
    const at = this.#changes.now()
    const product = { id: newId(at), title: input.title, description: input.description, created_at: at }
    const variants = input.variants.map((variant, position) => ({
      id: newId(at),
      product_id: product.id,
      position,
      sku: variant.sku,
      title: variant.title,
      barcode: variant.barcode,
      ...newPrices(variant.price, variant.compareAtPrice, this.#currency),
    }))
    const skus = variants.map(({ sku }) => sku)
    const barcodes = variants.flatMap(({ barcode }) => barcode ?? [])
    requireDistinct('SKU', skus)
    requireDistinct('barcode', barcodes)
    return this.#changes.make(async records => {
      const [sku] = await records.catalog.skusInUse(skus)
      if (sku !== undefined) throw new ConflictError('sku-taken', `The SKU ${sku} is in use.`, { sku })
      await requireFreeBarcodes(records, barcodes, null)
      await records.catalog.insert(product, variants)
      return viewOf(records, product.id)
    })
  }

  async update(id: string, changes: ProductChanges): Promise<ProductView> {
    return this.#changes.make(async (records, announce) => {
      await records.catalog.updateProduct(id, given(changes))
      const view = await viewOf(records, id)
      announce('product.changed', { productId: id })
      return view
    })
  }

  async updateVariant(id: string, changes: VariantChanges): Promise<VariantView> {
    return this.#changes.make(async (records, announce) => {
      const old = await records.catalog.variant(id)
      if (old === undefined) throw new NotFoundError('The variant')
      const barcode = changes.barcode === undefined ? old.barcode : changes.barcode
      if (barcode !== null) await requireFreeBarcodes(records, [barcode], id)
      const title = changes.title ?? old.title
      const prices = changedPrices(old, changes.price, changes.compareAtPrice)
      await records.catalog.updateVariant(id, { title, barcode, ...prices })
      announce('product.changed', { productId: old.product_id })
      const { variants } = await viewOf(records, old.product_id)
      const view = variants.find(variant => variant.id === id)
      if (view === undefined) throw new Error('a variant is not among those of its product')
      return view
    })
  }

  /** Replaces the product's picture. */
  async setImage(id: string, bytes: Buffer): Promise<ProductView> {
    await this.view(id)
    const files = await this.#files.write(await this.#reencode(bytes))
    const replacing = this.#changes.make(async (records, announce) => {
      const rows = files.map(file => ({ ...file, product_id: id }))
      const old = await records.catalog.replacePictures(id, rows)
      announce('product.changed', { productId: id })
      return { view: await viewOf(records, id), old }
    })
    try {
      const { view, old } = await replacing
      await this.#files.remove(old)
      return view
    } catch (error) {
      await this.#files.remove(files.map(({ file }) => file))
      throw error
    }
  }

  /** The bytes of a picture by the last part of its address. */
  async picture(file: string): Promise<Buffer> {
    const row = await this.#changes.records.catalog.picture(file)
    const bytes = row === undefined ? null : await this.#files.read(row.file)
    if (bytes === null) throw new NotFoundError('The picture')
    return bytes
  }

  async view(id: string): Promise<ProductView> {
    return viewOf(this.#changes.records, id)
  }

  /** In the order of `ids`, without those that do not exist. */
  async views(ids: readonly string[]): Promise<ProductView[]> {
    const records = this.#changes.records
    const views = await productViews(records, await records.catalog.products([...new Set(ids)]))
    return ids.flatMap(id => views.find(view => view.id === id) ?? [])
  }

  async list(search: string | null, slice: Slice): Promise<Page<ProductView>> {
    const records = this.#changes.records
    const { items, next } = pageOf(await records.catalog.list(search, slice), slice.limit)
    return { items: await productViews(records, items), next }
  }
}

async function viewOf(records: Records, id: string): Promise<ProductView> {
  const product = await records.catalog.product(id)
  const [view] = product === undefined ? [] : await productViews(records, [product])
  if (view === undefined) throw new NotFoundError('The product')
  return view
}

async function requireFreeBarcodes(
  records: Records,
  barcodes: readonly string[],
  except: string | null,
): Promise<void> {
  const [barcode] = await records.catalog.barcodesInUse(barcodes, except)
  if (barcode !== undefined) {
    throw new ConflictError('barcode-taken', `The barcode ${barcode} is in use.`, { barcode })
  }
}

function requireDistinct(what: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new InvalidError(`The ${what} ${twice} is there twice.`)
}
