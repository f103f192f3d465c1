import { sql } from 'kysely'
import type { StockFault } from '../../wire.ts'
import type { ShopDb } from '../tables.ts'
import type { LevelRow } from './stock-store.ts'

export type HoldingOrder = { readonly id: string; readonly number: string; readonly quantity: number }
type Place = Pick<LevelRow, 'store_id' | 'variant_id'>

/** The books against one another: levels, the ledger that they are the sum of, orders, and goods on the way. */
export class LedgerStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** All that does not agree, in one statement, so that sales meanwhile do not show as faults. */
  async faults(): Promise<StockFault[]> {
    return [...(await this.#levelFaults()), ...(await this.#transitFaults())]
  }

  async #levelFaults(): Promise<StockFault[]> {
    type Sums = Place &
      Record<'on_hand' | 'reserved' | 'moved_on_hand' | 'moved_reserved' | 'held', number | string>
    const { rows } = await sql<Sums>`
      select store_id, variant_id, on_hand, reserved, moved_on_hand, moved_reserved, held from (
        select
          l.store_id, l.variant_id, l.on_hand, l.reserved,
          coalesce(moved.on_hand, 0) as moved_on_hand,
          coalesce(moved.reserved, 0) as moved_reserved,
          coalesce(held.quantity, 0) as held
        from stock_levels l
        left join (
          select store_id, variant_id, sum(on_hand) as on_hand, sum(reserved) as reserved
          from stock_movements group by store_id, variant_id
        ) moved on moved.store_id = l.store_id and moved.variant_id = l.variant_id
        left join (
          select store_id, variant_id, sum(quantity) as quantity
          from (${openReservations()}) open_reservations
          group by store_id, variant_id
        ) held on held.store_id = l.store_id and held.variant_id = l.variant_id
      ) sums
      where on_hand <> moved_on_hand or reserved <> moved_reserved or reserved <> held
      order by store_id, variant_id`.execute(this.#db)
    return rows.flatMap(row => {
      const where = { storeId: row.store_id, variantId: row.variant_id }
      const [onHand, reserved] = [Number(row.on_hand), Number(row.reserved)]
      const found: StockFault[] = [
        { ...where, check: 'on-hand', level: onHand, expected: Number(row.moved_on_hand) },
        { ...where, check: 'reserved', level: reserved, expected: Number(row.moved_reserved) },
        { ...where, check: 'open-orders', level: reserved, expected: Number(row.held) },
      ]
      return found.filter(({ level, expected }) => level !== expected)
    })
  }

  /** What left one store and came into none is what transfers have on the way. */
  async #transitFaults(): Promise<StockFault[]> {
    const { rows } = await sql<{ variant_id: string; moved: number | string; sent: number | string }>`
      select variant_id, moved, sent from (
        select variant_id, sum(moved) as moved, sum(sent) as sent from (
          select variant_id, -on_hand as moved, 0 as sent from stock_movements
          where kind in ('transfer-out', 'transfer-in')
          union all
          select lines.variant_id, 0 as moved, lines.sent as sent
          from transfer_lines lines join stock_documents documents on documents.id = lines.document_id
          where documents.state = 'on-the-way' and lines.sent > 0
        ) goods group by variant_id
      ) sums
      where moved <> sent order by variant_id`.execute(this.#db)
    return rows.map(({ variant_id: variantId, moved, sent }) => ({
      ...{ storeId: null, variantId, check: 'in-transit' as const },
      ...{ level: Number(sent), expected: Number(moved) },
    }))
  }

  /** What the movements of a level add up to. Lock the level first. */
  async sums({
    store_id,
    variant_id,
  }: Place): Promise<{ readonly on_hand: number; readonly reserved: number }> {
    const row = await this.#db
      .selectFrom('stock_movements')
      .select(({ fn }) => [fn.sum('on_hand').as('on_hand'), fn.sum('reserved').as('reserved')])
      .where('store_id', '=', store_id)
      .where('variant_id', '=', variant_id)
      .executeTakeFirst()
    return { on_hand: Number(row?.on_hand ?? 0), reserved: Number(row?.reserved ?? 0) }
  }

  /** The orders that hold goods of a level, oldest first. */
  async holding({ store_id, variant_id }: Place): Promise<HoldingOrder[]> {
    const { rows } = await sql<{ id: string; number: string; quantity: number | string }>`
      select orders.id, orders.number, sum(held.quantity) as quantity
      from (${openReservations()}) held join orders on orders.id = held.order_id
      where held.store_id = ${store_id} and held.variant_id = ${variant_id}
      group by orders.id, orders.number order by orders.id limit 50`.execute(this.#db)
    return rows.map(row => ({ ...row, quantity: Number(row.quantity) }))
  }
}

/** What orders hold now. The one place that knows where orders keep that. */
function openReservations() {
  return sql<{ order_id: string; store_id: string; variant_id: string; quantity: number }>`
    select order_id, store_id, variant_id, quantity from allocations where state = 'reserved'`
}
