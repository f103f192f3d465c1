import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { StockChange } from '../../events.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { LevelView, MovementView, StockFault } from '../../wire.ts'
import type { Author } from '../actors.ts'
import { isOnSale } from '../catalog/on-sale.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { type Kept, once } from '../idempotency/once.ts'
import { newId } from '../ids.ts'
import type { Adjustment } from './stock-fields.ts'
import type { LevelRow } from './stock-store.ts'
import { levelView, movementView } from './stock-views.ts'

export class Stock {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Adds to or takes from what is on hand, never from what is reserved. */
  async adjust(input: Adjustment, by: Author | null): Promise<LevelView> {
    return this.#changes.make((records, announce) =>
      adjust(records, announce, input, by, this.#changes.now()),
    )
  }

  /** As `adjust`; the same key with the same input again gives the same answer and changes nothing. */
  async adjustOnce(input: Adjustment, by: Author | null, key: string): Promise<Kept> {
    const at = this.#changes.now()
    return this.#changes.make((records, announce) =>
      once(records.keys, { key, call: 'adjust stock', input, at }, async () => ({
        status: 201,
        body: await adjust(records, announce, input, by, at),
      })),
    )
  }

  /** One level for each store that ever had the variant. `keeper`: for those who may see what is not on sale. */
  async levels(variantId: string, keeper = true): Promise<LevelView[]> {
    const { catalog, stock } = this.#changes.records
    const variant = await catalog.variant(variantId)
    const product = variant && (await catalog.product(variant.product_id))
    if (variant === undefined || product === undefined || !(keeper || isOnSale(product, variant))) {
      throw new NotFoundError('The variant')
    }
    return (await stock.levels([variantId], null)).map(levelView)
  }

  async movements(
    filter: { readonly variantId: string | null; readonly storeId: string | null },
    slice: Slice,
  ): Promise<Page<MovementView>> {
    const rows = await this.#changes.records.stock.movements(filter, slice)
    const { items, next } = pageOf(rows, slice.limit)
    return { items: items.map(movementView), next }
  }

  /** Empty as long as the books are right. */
  async checkLedger(): Promise<StockFault[]> {
    return this.#changes.records.ledger.faults()
  }
}

export function stockChange(level: LevelRow, productId: string): StockChange {
  return {
    storeId: level.store_id,
    variantId: level.variant_id,
    productId,
    onHand: level.on_hand,
    reserved: level.reserved,
  }
}

async function adjust(
  records: Records,
  announce: Announce,
  input: Adjustment,
  by: Author | null,
  at: number,
): Promise<LevelView> {
  const variant = await records.catalog.variant(input.variantId)
  if (variant === undefined) throw new NotFoundError('The variant')
  if ((await records.stores.find(input.storeId)) === undefined) throw new NotFoundError('The store')
  const place = { store_id: input.storeId, variant_id: input.variantId }
  await records.stock.open(place)
  const level = await records.stock.change(place, { on_hand: input.delta, reserved: 0 })
  if (level === undefined) throw await refusal(records, place, input.delta)
  await records.stock.record([
    {
      ...place,
      id: newId(at),
      kind: 'adjust',
      on_hand: input.delta,
      reserved: 0,
      reason: input.reason,
      note: input.note ?? null,
      order_id: null,
      staff_id: by?.id ?? null,
      at,
    },
  ])
  await records.audit.record({
    ...{ at, actor: by, action: 'stock.adjusted', storeId: input.storeId },
    subject: { kind: 'variant', id: input.variantId },
    before: { onHand: level.on_hand - input.delta },
    after: { onHand: level.on_hand, reason: input.reason, note: input.note },
  })
  announce('stock.changed', { levels: [stockChange(level, variant.product_id)] })
  return levelView(level)
}

async function refusal(
  records: Records,
  place: Pick<LevelRow, 'store_id' | 'variant_id'>,
  delta: number,
): Promise<Error> {
  if (delta > 0) return new InvalidError('That is more than a store can hold.', { rule: 'more-than-fits' })
  const { on_hand: onHand = 0, reserved = 0 } = (await records.stock.level(place)) ?? {}
  return new ConflictError(
    'below-reserved',
    `${onHand} on hand, of which ${reserved} are reserved: at most ${onHand - reserved} can be taken.`,
    { onHand, reserved, available: onHand - reserved },
  )
}
