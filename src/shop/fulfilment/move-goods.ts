import type { StockChange } from '../../events.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'
import type { AllocationRow } from './fulfilments-store.ts'

type Change = {
  readonly from: AllocationRow['state']
  readonly to: AllocationRow['state']
  readonly onHand: -1 | 0
  readonly reserved: -1 | 0 | 1
}

/** What each movement does to an allocation and, for each unit, to the level of its store. */
const changes = {
  reserve: { from: 'planned', to: 'reserved', onHand: 0, reserved: 1 },
  release: { from: 'reserved', to: 'released', onHand: 0, reserved: -1 },
  'hand-over': { from: 'reserved', to: 'gone', onHand: -1, reserved: -1 },
  ship: { from: 'reserved', to: 'gone', onHand: -1, reserved: -1 },
  // Taken from the shelf at the counter: what others have reserved stays.
  sale: { from: 'planned', to: 'gone', onHand: -1, reserved: 0 },
} as const satisfies Record<string, Change>

export type GoodsMovement = keyof typeof changes

/**
 * Moves those of the allocations that the movement is for, in the store of each and no other (medusa #16338), in the
 * order of stores and variants, so that two never wait for each other in a ring.
 * @returns the allocations that their store cannot fill; the caller must undo the transaction then.
 */
export async function moveGoods(
  records: Records,
  announce: Announce,
  allocations: readonly AllocationRow[],
  movement: GoodsMovement,
  by: { readonly staffId: string | null; readonly now: number },
): Promise<AllocationRow[]> {
  const change: Change = changes[movement]
  const moved = allocations
    .filter(({ state }) => state === change.from)
    .toSorted((a, b) => compare(a.store_id, b.store_id) || compare(a.variant_id, b.variant_id))
  const variants = await records.catalog.variants(moved.map(({ variant_id }) => variant_id))
  const levels: StockChange[] = []
  const short: AllocationRow[] = []
  for (const allocation of moved) {
    const { store_id, variant_id, order_id, fulfilment_id, quantity } = allocation
    const place = { store_id, variant_id }
    const units = { on_hand: change.onHand * quantity, reserved: change.reserved * quantity }
    const level = await records.stock.change(place, units)
    if (level === undefined) {
      short.push(allocation)
      continue
    }
    if (!(await records.fulfilments.moveAllocation(allocation, change.to))) {
      throw new Error(`the goods of fulfilment ${fulfilment_id} were moved by someone else`)
    }
    await records.stock.record([
      {
        ...place,
        ...units,
        id: newId(by.now),
        kind: movement,
        reason: null,
        order_id,
        fulfilment_id,
        staff_id: by.staffId,
        at: by.now,
      },
    ])
    const productId = variants.find(({ id }) => id === variant_id)?.product_id
    if (productId !== undefined) levels.push(stockChange(level, productId))
  }
  if (short.length === 0 && levels.length > 0) announce('stock.changed', { levels })
  return short
}

/** Keeps the levels of allocations from changing until the transaction ends; in the order in which they are moved. */
export async function lockGoods(records: Records, allocations: readonly AllocationRow[]): Promise<void> {
  const byStore = Map.groupBy(allocations, ({ store_id }) => store_id)
  for (const [storeId, ofStore] of [...byStore].toSorted(([a], [b]) => compare(a, b))) {
    await records.stock.lockLevels(
      ofStore.map(({ variant_id }) => variant_id),
      storeId,
    )
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
