import { type AppError, ConflictError, NotFoundError } from '../../errors.ts'
import type { Records } from '../changes.ts'
import { type Parcel, routeDelivery, type Shortage } from '../fulfilment/route-delivery.ts'
import { deliversTo } from '../stores/delivers-to.ts'
import { distanceMetres } from '../stores/distance.ts'
import { deliveryOf, positionOf } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import type { PricedLine } from './basket.ts'
import type { Basket } from './order-fields.ts'
import { outOfStock } from './shortage.ts'

/** From where a basket would come. `refusal`: why it cannot be ordered so. */
export type Plan = {
  readonly parcels: readonly Parcel[]
  readonly stores: readonly StoreRow[]
  readonly refusal: AppError | null
}

/**
 * Looks for stores that can fill a basket. With `lock` inside the transaction that will take the goods: then nobody is
 * refused because somebody else was quicker between the look and the taking.
 */
export async function planFulfilment(
  records: Records,
  fulfilment: Basket['fulfilment'],
  lines: readonly PricedLine[],
  { lock }: { readonly lock: boolean },
): Promise<Plan> {
  return fulfilment.kind === 'delivery'
    ? planDelivery(records, fulfilment, lines, lock)
    : planPickup(records, fulfilment, lines, lock)
}

async function planPickup(
  records: Records,
  { kind, storeId }: Exclude<Basket['fulfilment'], { kind: 'delivery' }>,
  lines: readonly PricedLine[],
  lock: boolean,
): Promise<Plan> {
  const store = await records.stores.find(storeId)
  if (store === undefined) throw new NotFoundError('The store')
  const stores = [store]
  const parcel = { storeId, distanceMetres: null, lines: lines.map(wanted) }
  if (store.closed_at !== null) {
    const refusal = new ConflictError('store-closed', `${store.name} has closed for good.`)
    return { parcels: [], stores, refusal }
  }
  if (kind === 'pickup' && store.pickup === 'disabled') {
    const refusal = new ConflictError('pickup-disabled', `${store.name} does not hand out orders.`)
    return { parcels: [], stores, refusal }
  }
  // `all` too is filled from the store's own stock: what another store would have to send is not here to hand
  // over (saleor PR #10218, #10225).
  const levels = await readLevels(records, lines, storeId, lock)
  const short = lines.flatMap((line): Shortage[] => {
    const available = levels.find(({ variantId }) => variantId === line.variantId)?.available ?? 0
    return available < line.quantity ? [{ ...wanted(line), available }] : []
  })
  return short.length === 0
    ? { parcels: [parcel], stores, refusal: null }
    : { parcels: [], stores, refusal: outOfStock(lines, short) }
}

async function planDelivery(
  records: Records,
  fulfilment: Extract<Basket['fulfilment'], { kind: 'delivery' }>,
  lines: readonly PricedLine[],
  lock: boolean,
): Promise<Plan> {
  const place = fulfilment.position ?? null
  const stores = (await records.stores.all('open')).filter(store => {
    const sender = { delivery: deliveryOf(store), position: positionOf(store) }
    return deliversTo(sender, place) !== 'no'
  })
  if (stores.length === 0) {
    const refusal = new ConflictError('no-delivery', 'No store delivers to this address.')
    return { parcels: [], stores, refusal }
  }
  const levels = await readLevels(records, lines, null, lock)
  const senders = stores.map(store => {
    const position = positionOf(store)
    const way = position === null || place === null ? null : Math.round(distanceMetres(position, place))
    return { storeId: store.id, distanceMetres: way }
  })
  const route = routeDelivery(lines.map(wanted), senders, levels)
  if (route.kind === 'short') return { parcels: [], stores, refusal: outOfStock(lines, route.lines) }
  const { parcels } = route
  const mayBeSplit = parcels.length === 1 || fulfilment.split === true
  return { parcels, stores, refusal: mayBeSplit ? null : splitNeeded(parcels, stores) }
}

function splitNeeded(parcels: readonly Parcel[], stores: readonly StoreRow[]): ConflictError {
  const named = parcels.map(({ storeId, lines }) => ({
    store: { id: storeId, name: stores.find(({ id }) => id === storeId)?.name ?? '' },
    lines,
  }))
  const names = named.map(({ store }) => store.name).join(', ')
  return new ConflictError(
    'split-needed',
    `No store has all of it; it would come in ${parcels.length} parcels, from ${names}.`,
    { parcels: named },
  )
}

async function readLevels(
  records: Records,
  lines: readonly PricedLine[],
  storeId: string | null,
  lock: boolean,
) {
  const ids = lines.map(line => line.variantId)
  const rows = lock ? await records.stock.lockLevels(ids, storeId) : await records.stock.levels(ids, storeId)
  return rows.map(row => ({
    storeId: row.store_id,
    variantId: row.variant_id,
    available: row.on_hand - row.reserved,
  }))
}

function wanted({ variantId, quantity }: PricedLine) {
  return { variantId, quantity }
}
