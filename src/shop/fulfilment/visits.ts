import { ConflictError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Records } from '../changes.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { addDays } from '../stores/store-hours.ts'
import { storeHours, visitsOf } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import type { FulfilmentRow } from './fulfilments-store.ts'

/** Epoch milliseconds. */
export type Slot = { readonly startsAt: number; readonly endsAt: number; readonly capacity: number }

/** The slots in which a store receives visitors, from now on: whole ones within its hours. */
export function slotsOf(store: StoreRow, clock: StoreClock, now: number): Slot[] {
  const visits = visitsOf(store)
  if (visits === null || store.closed_at !== null) return []
  const length = visits.slotMinutes * 60_000
  const hours = storeHours(store, clock)
  const slots: Slot[] = []
  const today = clock.date(now)
  // From yesterday, whose hours may go on past midnight.
  for (let day = -1; day <= visits.daysAhead; day++) {
    for (const { opens, closes } of hours.dayTimes(addDays(today, day))) {
      for (let at = opens; at + length <= closes; at += length) {
        if (at > now) slots.push({ startsAt: at, endsAt: at + length, capacity: visits.capacity })
      }
    }
  }
  return slots
}

export async function freePlaces(records: Records, store: StoreRow, clock: StoreClock, now: number) {
  const slots = slotsOf(store, clock, now)
  const last = slots.at(-1)
  const rows = last === undefined ? [] : await records.fulfilments.slotsBetween(store.id, now, last.endsAt)
  const takenAt = new Map(rows.map(({ starts_at, taken }) => [starts_at, taken]))
  return slots.map(({ startsAt, endsAt, capacity }) => {
    const taken = takenAt.get(startsAt) ?? 0
    return { startsAt: isoTime(startsAt), endsAt: isoTime(endsAt), free: Math.max(0, capacity - taken) }
  })
}

/** @throws ConflictError `no-visits`, `no-such-slot`, `slot-full`. */
export async function bookSlot(
  records: Records,
  storeId: string,
  startsAt: number,
  clock: StoreClock,
  now: number,
): Promise<Slot> {
  const store = await records.stores.find(storeId)
  if (store === undefined) throw new NotFoundError('The store')
  if (visitsOf(store) === null) {
    throw new ConflictError('no-visits', `${store.name} does not take reservations.`)
  }
  const slot = slotsOf(store, clock, now).find(slot => slot.startsAt === startsAt)
  if (slot === undefined) {
    throw new ConflictError('no-such-slot', 'This time cannot be reserved (any more). Choose another one.')
  }
  const taken = await records.fulfilments.takeSlot({
    store_id: storeId,
    starts_at: slot.startsAt,
    ends_at: slot.endsAt,
    capacity: slot.capacity,
  })
  if (!taken) {
    throw new ConflictError('slot-full', 'This time is taken by others. Choose another one.', {
      slotStartsAt: isoTime(startsAt),
    })
  }
  return slot
}

export async function freeSlots(records: Records, visits: readonly FulfilmentRow[]): Promise<void> {
  for (const { store_id, slot_starts_at } of visits) {
    if (slot_starts_at !== null) await records.fulfilments.freeSlot(store_id, slot_starts_at)
  }
}
