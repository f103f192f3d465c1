import { InvalidError, NotFoundError } from '../../errors.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { DeliveryArea, StoreDetailView, Visits, Week } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes } from '../changes.ts'
import { given } from '../given.ts'
import { newId } from '../ids.ts'
import type { Position } from './distance.ts'
import { after, type NearStore, nearest, nearStore } from './nearest.ts'
import type { StoreClock } from './store-clock.ts'
import type { NewStore, StoreChanges } from './store-fields.ts'
import { everyDay, usualHours } from './store-hours.ts'
import { storeDetailView } from './store-views.ts'
import type { StoreRow, StoreStatus } from './stores-store.ts'

export type StoreSearch = {
  readonly status: StoreStatus
  readonly near: Position | null
  /** Only stores that have so many of a variant to sell. */
  readonly having: { readonly variantId: string; readonly quantity: number } | null
}

export class Stores {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  async create(input: NewStore, by: Author | null = null): Promise<StoreDetailView> {
    requireWholePosition(input)
    const at = this.#changes.now()
    const { opens, closes, week = everyDay({ opens, closes }), ...rest } = input
    const { holidays = [], delivery = { kind: 'everywhere' }, visits = null, ...plain } = rest
    const row: StoreRow = {
      ...{ ...plain, id: newId(at), created_at: at, closed_at: null },
      ...weekColumns(week),
      ...{ holidays: JSON.stringify(holidays), ...deliveryColumns(delivery), ...visitColumns(visits) },
    }
    const view = this.#view(row)
    await this.#changes.make(async records => {
      await records.stores.insert(row)
      await records.audit.record({
        ...{ at, actor: by, action: 'store.created', storeId: row.id },
        ...{ subject: { kind: 'store', id: row.id }, after: audited(view) },
      })
    })
    return view
  }

  async update(id: string, changes: StoreChanges, by: Author | null = null): Promise<StoreDetailView> {
    const at = this.#changes.now()
    return this.#changes.make(async records => {
      const old = await records.stores.find(id)
      if (old === undefined) throw new NotFoundError('The store')
      const wanted = columnsOf(old, changes, at)
      const row = { ...old, ...wanted }
      requireWholePosition(row)
      await records.stores.update(id, wanted)
      const view = this.#view(row)
      await records.audit.record({
        ...{ at, actor: by, action: 'store.updated', subject: { kind: 'store', id }, storeId: id },
        ...{ before: audited(this.#view(old)), after: audited(view) },
      })
      return view
    })
  }

  async view(id: string): Promise<StoreDetailView> {
    const row = await this.#changes.records.stores.find(id)
    if (row === undefined) throw new NotFoundError('The store')
    return this.#view(row)
  }

  /** Oldest first, or nearest first. */
  async list({ status, near, having }: StoreSearch, slice: Slice): Promise<Page<StoreDetailView>> {
    const { stores, stock } = this.#changes.records
    if (near === null && having === null) {
      const { items, next } = pageOf(await stores.list(status, slice), slice.limit)
      return { items: items.map(row => this.#view(row)), next }
    }
    const levels = having && (await stock.levels([having.variantId], null))
    const available = new Map(levels?.map(level => [level.store_id, level.on_hand - level.reserved]))
    const enough = (row: StoreRow) => having === null || (available.get(row.id) ?? 0) >= having.quantity
    // All at once: a chain has hundreds of stores at most, and they cannot be sorted by distance in SQL.
    const found = (await stores.all(status)).filter(enough)
    const sorted = near === null ? found.map(asOldest) : nearest(found, near)
    const last = slice.after === null ? undefined : await stores.find(slice.after)
    const place = last && (near === null ? asOldest(last) : nearStore(last, near))
    const { items, next } = pageOf(place === undefined ? sorted : after(sorted, place), slice.limit)
    return {
      items: items.map(({ id, row, metres }) => ({
        ...this.#view(row),
        ...(near && { distanceMetres: metres === null ? null : Math.round(metres) }),
        ...(having && { available: available.get(id) ?? 0 }),
      })),
      next,
    }
  }

  #view(row: StoreRow): StoreDetailView {
    return storeDetailView(row, this.#clock, this.#changes.now())
  }
}

function columnsOf(
  old: StoreRow,
  changes: StoreChanges,
  at: number,
): Partial<Omit<StoreRow, 'id' | 'created_at'>> {
  const { opens, closes, week, holidays, delivery, visits, status, ...plain } = changes
  const newWeek =
    week ??
    (opens === undefined && closes === undefined
      ? undefined
      : everyDay({ opens: opens ?? old.opens, closes: closes ?? old.closes }))
  return {
    ...given(plain),
    ...(newWeek && weekColumns(newWeek)),
    ...(holidays && { holidays: JSON.stringify(holidays) }),
    ...(delivery && deliveryColumns(delivery)),
    ...(visits !== undefined && visitColumns(visits)),
    ...(status && { closed_at: status === 'open' ? null : (old.closed_at ?? at) }),
  }
}

function weekColumns(week: Week) {
  return { week: JSON.stringify(week), ...usualHours(week) }
}

function deliveryColumns(delivery: DeliveryArea) {
  return {
    delivery_kind: delivery.kind,
    delivery_kilometres: delivery.kind === 'radius' ? delivery.kilometres : null,
  }
}

function visitColumns(visits: Visits | null) {
  return {
    visit_minutes: visits?.slotMinutes ?? null,
    visit_capacity: visits?.capacity ?? null,
    visit_days: visits?.daysAhead ?? null,
  }
}

/** Without a place to go from all are alike, and their ids decide. */
function asOldest(row: StoreRow): NearStore {
  return { id: row.id, row, metres: null }
}

/** Without what goes by the clock. */
function audited({ now: _, ...lasting }: StoreDetailView): Omit<StoreDetailView, 'now'> {
  return lasting
}

function requireWholePosition(store: Pick<StoreRow, 'latitude' | 'longitude'>): void {
  if ((store.latitude === null) !== (store.longitude === null)) {
    throw new InvalidError('A position needs both latitude and longitude.')
  }
}
