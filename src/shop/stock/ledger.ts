import type { StockFault } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { stockChange } from './stock.ts'

/** What was done about a fault; `left`: levels follow the ledger, and there it is not the level that is wrong. */
export type Mended = StockFault & { readonly done: 'level-set' | 'left' }

/** Sees whether the books agree, and sets levels right that do not. */
export class Ledger {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Empty as long as the books are right. */
  async check(): Promise<StockFault[]> {
    return this.#changes.records.ledger.faults()
  }

  /**
   * Sets each level that differs to what its movements add up to: the ledger cannot be changed, so it is the truth. Each
   * level is locked before it is added up, so that a sale meanwhile is counted once.
   */
  async mend(by: Author): Promise<Mended[]> {
    return this.#changes.make(async (records, announce) => {
      const faults = await records.ledger.faults()
      const levels = faults.filter(isLevelFault)
      const places = new Map(
        levels.map(({ storeId, variantId }) => [`${storeId} ${variantId}`, { storeId, variantId }]),
      )
      // In the order of ids, as everybody locks them.
      for (const key of [...places.keys()].toSorted()) {
        const place = places.get(key)
        if (place !== undefined) await this.#setLevel(records, announce, place, by)
      }
      return faults.map(fault => ({ ...fault, done: isLevelFault(fault) ? 'level-set' : 'left' }))
    })
  }

  async #setLevel(
    records: Records,
    announce: Announce,
    { storeId, variantId }: { readonly storeId: string; readonly variantId: string },
    by: Author,
  ): Promise<void> {
    const place = { store_id: storeId, variant_id: variantId }
    const before = await records.stock.lock(place)
    const sums = await records.ledger.sums(place)
    if (before === undefined || (before.on_hand === sums.on_hand && before.reserved === sums.reserved)) return
    const level = await records.stock.setLevel(place, sums)
    const variant = await records.catalog.variant(variantId)
    announce('stock.changed', { levels: [stockChange(level, variant?.product_id ?? '')] })
    await records.audit.record({
      ...{ at: this.#changes.now(), actor: by, action: 'stock.mended', storeId },
      subject: { kind: 'variant', id: variantId },
      before: { onHand: before.on_hand, reserved: before.reserved },
      after: { onHand: sums.on_hand, reserved: sums.reserved },
    })
  }
}

function isLevelFault(fault: StockFault): fault is StockFault & { storeId: string } {
  return fault.storeId !== null && (fault.check === 'on-hand' || fault.check === 'reserved')
}
