import type { StockChange } from '../../events.ts'
import type { MovementKind } from '../../wire.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'

export type ReturnedGoods = {
  readonly variantId: string
  /** Units that can be sold again, and units that cannot. */
  readonly restocked: number
  readonly writtenOff: number
}

/**
 * Takes goods of an order into the store where they are brought, whichever they came from. What cannot be sold again
 * comes in too and is written off in the same breath, so that the ledger tells of it.
 */
export async function takeBack(
  records: Records,
  announce: Announce,
  orderId: string,
  goods: readonly ReturnedGoods[],
  by: {
    readonly storeId: string
    readonly staffId: string | null
    readonly now: number
    /** For people to read: the number of the return. */
    readonly reason: string
  },
): Promise<void> {
  const variants = await records.catalog.variants(goods.map(({ variantId }) => variantId))
  const levels: StockChange[] = []
  // In the order of ids, so that two never wait for each other in a ring.
  for (const { variantId, restocked, writtenOff } of goods.toSorted((a, b) =>
    a.variantId < b.variantId ? -1 : 1,
  )) {
    const place = { store_id: by.storeId, variant_id: variantId }
    await records.stock.open(place)
    for (const [kind, units] of [
      ['return', restocked + writtenOff],
      ['write-off', -writtenOff],
    ] as const satisfies readonly [MovementKind, number][]) {
      if (units === 0) continue
      const level = await records.stock.change(place, { on_hand: units, reserved: 0 })
      if (level === undefined) throw new Error(`${units} of ${variantId} do not go into ${by.storeId}`)
      await records.stock.record([
        {
          ...place,
          id: newId(by.now),
          kind,
          on_hand: units,
          reserved: 0,
          reason: by.reason,
          order_id: orderId,
          staff_id: by.staffId,
          at: by.now,
        },
      ])
      const productId = variants.find(({ id }) => id === variantId)?.product_id
      if (productId !== undefined) levels.push(stockChange(level, productId))
    }
  }
  if (levels.length > 0) announce('stock.changed', { levels })
}
