import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Page } from '../../paging.ts'
import type { PriceChangeView, ProductStatus, ProductView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { newId } from '../ids.ts'
import type { ProductRow, VariantRow } from './catalog-store.ts'
import { indexProducts } from './index-products.ts'
import { requireMatrix } from './options.ts'
import { newPrices } from './prices.ts'
import { anyVersion, auditMembers, type Edit, type ProductDesk, requireFreeCodes } from './product-desk.ts'
import type { NewProduct, ProductChanges } from './product-fields.ts'
import { findProducts, type ProductQuestion } from './product-list.ts'
import { returnColumns } from './return-rule.ts'
import { fold } from './search-terms.ts'

/** Products: made, changed, put on sale and taken off, listed and found. */
export class Catalog {
  readonly #changes: Changes
  readonly #currency: string
  readonly #desk: ProductDesk

  constructor(changes: Changes, currency: string, desk: ProductDesk) {
    this.#changes = changes
    this.#currency = currency
    this.#desk = desk
  }

  async create(input: NewProduct, { author }: Pick<Edit, 'author'> = anyVersion): Promise<ProductView> {
    const at = this.#changes.now()
    const product = newProduct(input, at)
    const variants = input.variants.map((variant, position) => ({
      ...newVariant(product.id, variant, this.#currency, at),
      position,
    }))
    requireMatrix(input.options, input.variants)
    return this.#changes.make(async records => {
      await requireFreeCodes(records, input.variants, null)
      await requireFreeHandle(records, product.handle, null)
      await records.catalog.insert(product, variants)
      await records.prices.record(variants.map(variant => priceChange(variant, author?.id ?? null, at)))
      await assignCategories(records, product.id, input.categoryIds)
      await indexProducts(records, [product])
      const view = await this.#desk.view(records, product.id)
      await records.audit.record({
        ...{ at, actor: author, action: 'product.created', subject: { kind: 'product', id: product.id } },
        after: auditMembers(view),
      })
      return view
    })
  }

  async update(id: string, changes: ProductChanges, edit: Edit = anyVersion): Promise<ProductView> {
    const { title, description, status, stockPolicy, returnRule, categoryIds, handle } = changes
    return this.#desk.change(id, edit, async records => {
      if (handle !== undefined) await requireFreeHandle(records, handle, id)
      await records.catalog.updateProduct(
        id,
        given({
          title,
          title_key: title === undefined ? undefined : titleKey(title),
          description,
          status,
          stock_policy: stockPolicy,
          handle: handle === id ? null : handle,
          ...(returnRule === undefined ? {} : returnColumns(returnRule)),
        }),
      )
      if (categoryIds !== undefined) await assignCategories(records, id, categoryIds)
    })
  }

  /** Puts several on sale or takes them off: all or, where one does not exist, none. */
  async setStatus(
    ids: readonly string[],
    status: ProductStatus,
    author: Author | null,
  ): Promise<ProductView[]> {
    return this.#changes.make(async (records, announce) => {
      // In the order of ids: two who do this at once never wait for each other in a ring.
      const distinct = [...new Set(ids)].sort()
      const at = this.#changes.now()
      for (const id of distinct) {
        const before = await records.catalog.begin(id, null, at)
        await records.catalog.updateProduct(id, { status })
        await records.audit.record({
          ...{ at, actor: author, action: 'product.updated', subject: { kind: 'product', id } },
          ...{ before: { status: before.status }, after: { status } },
        })
        announce('product.changed', { productId: id })
      }
      return this.#desk.views(records, await records.catalog.products(distinct), true)
    })
  }

  /** `keeper`: for those who may change the catalogue; others do not see drafts. @throws NotFoundError */
  async view(id: string, keeper = true): Promise<ProductView> {
    return this.#desk.view(this.#changes.records, id, keeper)
  }

  /** As buyers see them, in the order of `ids`, without drafts and what does not exist. */
  async views(ids: readonly string[]): Promise<ProductView[]> {
    const records = this.#changes.records
    const products = await records.catalog.products([...new Set(ids)])
    const views = await this.#desk.views(
      records,
      products.filter(product => product.status !== 'draft'),
      false,
    )
    return ids.flatMap(id => views.find(view => view.id === id) ?? [])
  }

  /** The last changes of its prices, newest first. @throws NotFoundError */
  async prices(id: string): Promise<PriceChangeView[]> {
    const records = this.#changes.records
    const { variants } = await this.#desk.view(records, id)
    const rows = await records.prices.past(
      variants.map(variant => variant.id),
      100,
    )
    return rows.map(({ variant_id, price, compare_at_price, currency, staff_id, at }) => ({
      variantId: variant_id,
      price: { amount: Number(price), currency },
      compareAtPrice: compare_at_price === null ? null : { amount: Number(compare_at_price), currency },
      at: isoTime(Number(at)),
      staffId: staff_id,
    }))
  }

  /** Whether there is any product, on sale or not. */
  async hasAny(): Promise<boolean> {
    return this.#changes.records.catalog.hasAny()
  }

  async list(question: ProductQuestion, keeper: boolean): Promise<Page<ProductView>> {
    const records = this.#changes.records
    const { rows, next } = await findProducts(records, question)
    return { items: await this.#desk.views(records, rows, keeper), next }
  }
}

export function titleKey(title: string): string {
  return fold(title)
}

function newProduct(input: NewProduct, at: number): ProductRow {
  return {
    id: newId(at),
    title: input.title,
    title_key: titleKey(input.title),
    description: input.description,
    handle: input.handle ?? null,
    status: input.status,
    stock_policy: input.stockPolicy,
    ...returnColumns(input.returnRule),
    options: JSON.stringify(input.options),
    search_version: 0,
    version: 1,
    created_at: at,
    updated_at: at,
  }
}

/** Without its place among the others. */
export function newVariant(
  productId: string,
  input: NewProduct['variants'][number],
  currency: string,
  at: number,
): Omit<VariantRow, 'position'> {
  return {
    id: newId(at),
    product_id: productId,
    sku: input.sku,
    title: input.title,
    barcode: input.barcode,
    options: JSON.stringify(input.options),
    archived_at: null,
    price_since: at,
    lowest_7_days: null,
    lowest_30_days: null,
    ...newPrices(input.price, input.compareAtPrice, currency),
  }
}

export function priceChange(
  variant: Pick<VariantRow, 'id' | 'price' | 'compare_at_price' | 'currency'>,
  staffId: string | null,
  at: number,
) {
  const { id: variant_id, price, compare_at_price, currency } = variant
  return { id: newId(at), variant_id, price, compare_at_price, currency, staff_id: staffId, at }
}

async function requireFreeHandle(
  records: Records,
  handle: string | null,
  except: string | null,
): Promise<void> {
  if (handle !== null && (await records.catalog.handleInUse(handle, except))) {
    throw new ConflictError('handle-taken', `Another product is called ${handle} in files.`, { handle })
  }
}

async function assignCategories(records: Records, id: string, categoryIds: readonly string[]): Promise<void> {
  const distinct = [...new Set(categoryIds)]
  const known = new Set((await records.categories.all()).map(category => category.id))
  if (distinct.some(categoryId => !known.has(categoryId))) throw new NotFoundError('The category')
  if (distinct.length !== categoryIds.length) throw new InvalidError('A category is there twice.')
  await records.categories.assign(id, distinct)
}
