import { isoTime } from '../../fields.ts'
import type { FulfilmentView } from '../../wire.ts'
import { storeView } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import type { Row } from '../tables.ts'
import type { AllocationRow, FulfilmentRow } from './fulfilments-store.ts'
import { showPickupCode } from './pickup-code.ts'

export type FulfilmentParts = {
  readonly stores: readonly StoreRow[]
  readonly allocations: readonly AllocationRow[]
  readonly slots: readonly Pick<Row<'visit_slots'>, 'store_id' | 'starts_at' | 'ends_at'>[]
}

export function fulfilmentView(
  row: FulfilmentRow,
  { stores, allocations, slots }: FulfilmentParts,
  withCode: boolean,
): FulfilmentView {
  const store = stores.find(({ id }) => id === row.store_id)
  if (store === undefined) throw new Error(`fulfilment ${row.id} has no store`)
  const slot = slots.find(
    ({ store_id, starts_at }) => store_id === row.store_id && starts_at === row.slot_starts_at,
  )
  const waits = row.state === 'waiting' || row.state === 'ready'
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    store: storeView(store),
    lines: allocations
      .filter(({ fulfilment_id }) => fulfilment_id === row.id)
      .map(({ variant_id, quantity }) => ({ variantId: variant_id, quantity })),
    ...(withCode && waits && row.pickup_code !== null && { pickupCode: showPickupCode(row.pickup_code) }),
    slot: slot === undefined ? null : { startsAt: isoTime(slot.starts_at), endsAt: isoTime(slot.ends_at) },
    carrier: row.carrier,
    trackingNumber: row.tracking_number,
    readyAt: timeOrNull(row.ready_at),
    shippedAt: timeOrNull(row.shipped_at),
    doneAt: timeOrNull(row.done_at),
  }
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}
