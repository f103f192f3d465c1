import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'
import type { LevelChange, NewMovement } from '../stock/stock-store.ts'
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
export type Mover = { readonly staffId: string | null; readonly now: number }

/**
 * Moves those of the allocations that the movement is for, in the store of each and no other (medusa #16338). Their levels
 * are locked in the order of stores and variants, so that two never wait for each other in a ring.
 * @returns the allocations that their store cannot fill; the caller must undo the transaction then.
 */
export async function moveGoods(
  records: Records,
  announce: Announce,
  allocations: readonly AllocationRow[],
  movement: GoodsMovement,
  by: Mover,
): Promise<AllocationRow[]> {
  const { from, to } = changes[movement]
  const moving = allocations.filter(({ state }) => state === from)
  if (moving.length === 0) return []
  const variants = await records.catalog.variants([...new Set(moving.map(({ variant_id }) => variant_id))])
  const { levels, refused } = await records.stock.changeAll(levelChanges(moving, movement))
  if (refused.length > 0) return moving.filter(row => refused.some(place => isAt(place, row)))
  if (!(await records.fulfilments.moveAllocations(moving, from, to))) {
    throw new Error(`goods of order ${moving[0]?.order_id} were moved by someone else`)
  }
  await records.stock.record(goodsMovements(moving, movement, by))
  const products = new Map(variants.map(({ id, product_id }) => [id, product_id]))
  announce('stock.changed', {
    levels: levels.map(level => stockChange(level, products.get(level.variant_id) ?? '')),
  })
  return []
}

/** What a movement of allocations does to the level of each place; a place stands there once. */
export function levelChanges(
  allocations: readonly Pick<AllocationRow, 'store_id' | 'variant_id' | 'quantity'>[],
  movement: GoodsMovement,
): LevelChange[] {
  const change: Change = changes[movement]
  const byPlace = Map.groupBy(allocations, ({ store_id, variant_id }) => `${store_id} ${variant_id}`)
  return Array.from(byPlace.values()).flatMap(rows => {
    const quantity = rows.reduce((sum, row) => sum + row.quantity, 0)
    const units = { on_hand: change.onHand * quantity, reserved: change.reserved * quantity }
    return rows.slice(0, 1).map(({ store_id, variant_id }) => ({ store_id, variant_id, ...units }))
  })
}

/** What the ledger says of it. */
export function goodsMovements(
  allocations: readonly AllocationRow[],
  movement: GoodsMovement,
  { staffId, now }: Mover,
): NewMovement[] {
  const change: Change = changes[movement]
  return allocations.map(({ store_id, variant_id, order_id, fulfilment_id, quantity }) => ({
    ...{ store_id, variant_id, order_id, fulfilment_id },
    id: newId(now),
    kind: movement,
    on_hand: change.onHand * quantity,
    reserved: change.reserved * quantity,
    reason: null,
    staff_id: staffId,
    at: now,
  }))
}

function isAt(place: LevelChange, { store_id, variant_id }: AllocationRow): boolean {
  return place.store_id === store_id && place.variant_id === variant_id
}

/** Keeps the levels of allocations from changing until the transaction ends. */
export async function lockGoods(records: Records, allocations: readonly AllocationRow[]): Promise<void> {
  await records.stock.lockPlaces(allocations)
}
