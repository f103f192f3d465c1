import { requireStore } from '../../access.ts'
import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Page } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { StockRowView } from '../../wire.ts'
import { author } from '../actors.ts'
import { wantedOf } from '../catalog/search-terms.ts'
import type { Changes } from '../changes.ts'
import { narrowed } from './documents.ts'
import type { Goods } from './goods.ts'
import { type LevelSlice, nextLevelCursor } from './level-cursor.ts'
import type { LevelFilter, LevelListRow, LevelSort } from './levels-store.ts'
import { stockCsv } from './stock-csv.ts'

export type LevelSearch = {
  readonly storeId: string | null
  readonly search: string | null
  readonly low: boolean
  readonly sort: LevelSort
}

/** What each store has, to look through. */
export class Levels {
  readonly #changes: Changes
  /** At or below this goods run out, where nothing else is set. */
  readonly #lowStock: number

  constructor(changes: Changes, lowStock: number) {
    this.#changes = changes
    this.#lowStock = lowStock
  }

  async list(actor: Actor, search: LevelSearch, { after, limit }: LevelSlice): Promise<Page<StockRowView>> {
    const filter = await this.#filter(actor, search)
    const rows = await this.#changes.records.levels.list(filter, after, limit)
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    const views = await this.#views(items, filter.storeId)
    return { items: views, next: last === undefined ? null : nextLevelCursor(last, search.sort) }
  }

  /** All of it, as a table for a spreadsheet. */
  async csv(actor: Actor, search: LevelSearch): Promise<string> {
    const filter = await this.#filter(actor, search)
    const { records } = this.#changes
    const views = await this.#views(await records.levels.list(filter, null, null), filter.storeId)
    const stores = await records.stores.all('all')
    return stockCsv(views, new Map(stores.map(({ id, name }) => [id, name])))
  }

  /**
   * What a scanner has read.
   * @throws NotFoundError for no code, ConflictError for one that two variants have, one as SKU and one as barcode.
   */
  async byCode(code: string): Promise<Goods> {
    const [found, other] = await this.#changes.records.levels.byCode(code)
    if (found === undefined) throw new NotFoundError(`The code ${code}`)
    if (other !== undefined)
      throw new ConflictError('two-variants', `Two variants have the code ${code}. Search by title instead.`)
    return found
  }

  /** How many levels run out. */
  async countLow(actor: Actor, storeId: string | null): Promise<number> {
    return this.#changes.records.levels.countLow(narrowed(actor, storeId), this.#lowStock)
  }

  /** Sets when a variant runs out in a store; null: when the shop says. */
  async setLowAt(storeId: string, variantId: string, lowAt: number | null, actor: Actor): Promise<void> {
    requireStore(actor, storeId)
    await this.#changes.make(async records => {
      if ((await records.stores.find(storeId)) === undefined) throw new NotFoundError('The store')
      if ((await records.catalog.variant(variantId)) === undefined) throw new NotFoundError('The variant')
      const place = { store_id: storeId, variant_id: variantId }
      await records.stock.open(place)
      const before = await records.stock.level(place)
      await records.stock.setLowAt(place, lowAt)
      await records.audit.record({
        ...{ at: this.#changes.now(), actor: author(actor), action: 'stock.threshold', storeId },
        ...{
          subject: { kind: 'variant', id: variantId },
          before: { lowAt: before?.low_at },
          after: { lowAt },
        },
      })
    })
  }

  /** A whole code finds its variant; anything else is words. */
  async #filter(actor: Actor, { storeId, search, low, sort }: LevelSearch): Promise<LevelFilter> {
    const { records } = this.#changes
    const { levels } = records
    const coded = search === null ? [] : (await levels.byCode(search)).map(({ variantId }) => variantId)
    const variantIds = coded.length > 0 ? coded : null
    const words =
      search === null || variantIds !== null ? [] : await records.search.byRarity(wantedOf(search))
    const lowBelow = low ? this.#lowStock : null
    return { storeId: narrowed(actor, storeId), variantIds, words, lowBelow, sort }
  }

  async #views(rows: readonly LevelListRow[], storeId: string | null): Promise<StockRowView[]> {
    const incoming = await this.#changes.records.levels.incoming(storeId)
    return rows.map(row => {
      const available = row.on_hand - row.reserved
      return {
        ...{ storeId: row.store_id, variantId: row.variant_id, productId: row.product_id },
        ...{ sku: row.sku, title: row.title, variantTitle: row.variant_title, barcode: row.barcode },
        ...{ onHand: row.on_hand, reserved: row.reserved, available },
        incoming: incoming.get(`${row.store_id} ${row.variant_id}`) ?? 0,
        lowAt: row.low_at,
        low: available <= (row.low_at ?? this.#lowStock),
      }
    })
  }
}
