import { z } from 'zod'
import { isoTime } from '../../fields.ts'
import {
  type DeliveryArea,
  holidaySchema,
  type StoreDetailView,
  type StoreView,
  type Visits,
  weekSchema,
} from '../../wire.ts'
import type { Position } from './distance.ts'
import type { StoreClock } from './store-clock.ts'
import { type Hours, StoreHours } from './store-hours.ts'
import type { StoreRow } from './stores-store.ts'

const holidays = z.array(holidaySchema)

/** What buyers need to know of a store. */
export function storeView(row: StoreRow): StoreView {
  const { id, name, address, phone, latitude, longitude, pickup, opens, closes } = row
  return { id, name, address, phone, latitude, longitude, pickup, opens, closes }
}

export function storeDetailView(row: StoreRow, clock: StoreClock, at: number): StoreDetailView {
  const hours = storeHours(row, clock)
  const changesAt = hours.changesAt(at)
  return {
    ...storeView(row),
    ...hoursOf(row),
    delivery: deliveryOf(row),
    visits: visitsOf(row),
    status: row.closed_at === null ? 'open' : 'closed',
    now: { open: hours.isOpen(at), changesAt: changesAt === null ? null : isoTime(changesAt) },
  }
}

export function storeHours(row: Pick<StoreRow, 'week' | 'holidays'>, clock: StoreClock): StoreHours {
  return new StoreHours(hoursOf(row), clock)
}

function hoursOf(
  row: Pick<StoreRow, 'week' | 'holidays'>,
): Hours & { holidays: StoreDetailView['holidays'] } {
  return {
    week: weekSchema.parse(JSON.parse(row.week)),
    holidays: holidays.parse(JSON.parse(row.holidays)),
  }
}

export function deliveryOf(row: Pick<StoreRow, 'delivery_kind' | 'delivery_kilometres'>): DeliveryArea {
  if (row.delivery_kind !== 'radius') return { kind: row.delivery_kind }
  return { kind: 'radius', kilometres: row.delivery_kilometres ?? 0 }
}

export function positionOf(row: Pick<StoreRow, 'latitude' | 'longitude'>): Position | null {
  const { latitude, longitude } = row
  return latitude === null || longitude === null ? null : { latitude, longitude }
}

export function visitsOf(
  row: Pick<StoreRow, 'visit_minutes' | 'visit_capacity' | 'visit_days'>,
): Visits | null {
  const { visit_minutes: slotMinutes, visit_capacity: capacity, visit_days: daysAhead } = row
  if (slotMinutes === null || capacity === null || daysAhead === null) return null
  return { slotMinutes, capacity, daysAhead }
}
