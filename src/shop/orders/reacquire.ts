import type { Announce, Records } from '../changes.ts'
import type { AllocationRow, FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { moveGoods } from '../fulfilment/move-goods.ts'
import { type Parcel, routeDelivery, type Wanted } from '../fulfilment/route-delivery.ts'
import { freeSlots } from '../fulfilment/visits.ts'
import { deliversTo } from '../stores/delivers-to.ts'
import { distanceMetres } from '../stores/distance.ts'
import { deliveryOf, positionOf } from '../stores/store-views.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'
import { writeParcel } from './place-order.ts'

/** What of an order's planned goods is not there any more; what is there stays so until the transaction ends. */
export async function lacking(records: Records, orderId: string): Promise<AllocationRow[]> {
  const allocations = await records.fulfilments.allocations([orderId])
  const planned = allocations.filter(({ state }) => state === 'planned')
  const available = await lockAvailable(records, planned, null)
  return planned.filter(row => available(row.store_id, row.variant_id) < row.quantity)
}

/**
 * Takes the goods of an order anew whose hold was over: from the stores that they were to come from, and a delivery from
 * others if need be. False, with nothing changed, if they are sold.
 */
export async function reacquire(
  records: Records,
  announce: Announce,
  order: OrderRow,
  now: number,
): Promise<boolean> {
  const old = await records.fulfilments.ofOrders([order.id])
  const allocations = await records.fulfilments.allocations([order.id])
  if (!(await retakeSlots(records, old, now))) return false
  const storeId = order.kind === 'delivery' ? null : (old[0]?.store_id ?? null)
  const available = await lockAvailable(records, allocations, storeId)
  const same = old.map(({ id, store_id }) => ({
    storeId: store_id,
    distanceMetres: null,
    lines: allocations.filter(({ fulfilment_id }) => fulfilment_id === id).map(wanted),
  }))
  const lines = await records.orders.lines([order.id])
  // What a store had cancelled before is not taken anew.
  const whole = lines.every(({ dropped }) => dropped === 0)
  const still = whole && allocations.every(row => available(row.store_id, row.variant_id) >= row.quantity)
  const parcels = still
    ? same
    : order.kind === 'delivery'
      ? await routeAnew(records, order, lines, available)
      : null
  if (parcels === null) {
    await freeSlots(records, old)
    return false
  }
  const slot_starts_at = old[0]?.slot_starts_at ?? null
  const taken: AllocationRow[] = []
  for (const parcel of parcels) {
    taken.push(...(await writeParcel(records, order, parcel, now, { slot_starts_at })))
  }
  const short = await moveGoods(records, announce, taken, 'reserve', { staffId: null, now })
  if (short.length > 0) throw new Error(`what order ${order.id} takes anew was there a moment ago`)
  return true
}

/** A visit that can still take place. */
async function retakeSlots(records: Records, old: readonly FulfilmentRow[], now: number): Promise<boolean> {
  const slots = await records.fulfilments.slots(old)
  for (const { taken: _, ...slot } of slots) {
    if (slot.ends_at <= now || !(await records.fulfilments.takeSlot(slot))) return false
  }
  return true
}

async function routeAnew(
  records: Records,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  available: (storeId: string, variantId: string) => number,
): Promise<readonly Parcel[] | null> {
  const place =
    order.latitude === null || order.longitude === null
      ? null
      : { latitude: order.latitude, longitude: order.longitude }
  const left = lines
    .map(line => ({ variantId: line.variant_id, quantity: line.quantity - line.dropped }))
    .filter(({ quantity }) => quantity > 0)
  const stores = (await records.stores.all('open')).filter(
    store => deliversTo({ delivery: deliveryOf(store), position: positionOf(store) }, place) !== 'no',
  )
  const senders = stores.map(store => {
    const position = positionOf(store)
    const way = position === null || place === null ? null : Math.round(distanceMetres(position, place))
    return { storeId: store.id, distanceMetres: way }
  })
  const levels = senders.flatMap(({ storeId }) =>
    left.map(({ variantId }) => ({ storeId, variantId, available: available(storeId, variantId) })),
  )
  const route = routeDelivery(left, senders, levels)
  return route.kind === 'parcels' ? route.parcels : null
}

async function lockAvailable(
  records: Records,
  allocations: readonly AllocationRow[],
  storeId: string | null,
): Promise<(storeId: string, variantId: string) => number> {
  const variants = [...new Set(allocations.map(({ variant_id }) => variant_id))]
  const levels = await records.stock.lockLevels(variants, storeId)
  return (store, variant) => {
    const level = levels.find(({ store_id, variant_id }) => store_id === store && variant_id === variant)
    return (level?.on_hand ?? 0) - (level?.reserved ?? 0)
  }
}

function wanted({ variant_id, quantity }: { variant_id: string; quantity: number }): Wanted {
  return { variantId: variant_id, quantity }
}
