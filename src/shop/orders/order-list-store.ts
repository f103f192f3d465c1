import { type ExpressionBuilder, sql } from 'kysely'
import { base32Number } from '../../base32.ts'
import type { Slice } from '../../paging.ts'
import type { FulfilmentKind, OrderState } from '../../wire.ts'
import type { ShopDb, ShopTables } from '../tables.ts'
import { folded, phoneKey } from './contact-keys.ts'
import type { OrderRow } from './orders-store.ts'

/** `refund`: money that is to go back to the buyer. */
export const orderTodos = ['prepare', 'hand-over', 'ship', 'refund'] as const
export type OrderTodo = (typeof orderTodos)[number]

/** What is left out is not asked. */
export type OrderFilter = {
  readonly states?: readonly OrderState[] | undefined
  /** One that gives goods to it. */
  readonly storeId?: string | undefined
  readonly roomSlug?: string | undefined
  readonly channel?: OrderRow['channel'] | undefined
  readonly kind?: FulfilmentKind | undefined
  /** What waits to be done with it, in `storeId` if that is asked for. */
  readonly todo?: OrderTodo | undefined
  /** A number, the last digits of a phone, a name, or a SKU. */
  readonly q?: string | undefined
  /** When it was placed, epoch milliseconds: `from` counts in, `to` does not. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export class OrderListStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Newest first; one more than the limit when more follow. */
  async list(filter: OrderFilter, { after, limit }: Slice): Promise<OrderRow[]> {
    const { states, storeId, roomSlug, channel, kind, todo, q, from, to } = filter
    let query = this.#db
      .selectFrom('orders')
      .selectAll('orders')
      .orderBy('orders.id', 'desc')
      .limit(limit + 1)
    if (states !== undefined) query = query.where('orders.state', 'in', states)
    if (roomSlug !== undefined) query = query.where('room_slug', '=', roomSlug)
    if (channel !== undefined) query = query.where('channel', '=', channel)
    if (kind !== undefined) query = query.where('orders.kind', '=', kind)
    // Ids begin with the moment.
    if (from !== undefined) query = query.where('orders.id', '>=', firstId(from))
    if (to !== undefined) query = query.where('orders.id', '<', firstId(to))
    if (after !== null) query = query.where('orders.id', '<', after)
    if (storeId !== undefined || (todo !== undefined && todo !== 'refund')) {
      query = query.where(where => given(where, storeId, todo))
    }
    if (todo === 'refund') {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('refunds')
            .select('refunds.id')
            .whereRef('refunds.order_id', '=', 'orders.id')
            .where('refunds.state', '=', 'due'),
        ),
      )
    }
    if (q !== undefined) query = query.where(where => found(where, q))
    return query.execute()
  }
}

/** Whether a store gives goods to it, and has still to do this with them. */
function given(where: ExpressionBuilder<ShopTables, 'orders'>, storeId?: string, todo?: OrderTodo) {
  let part = where
    .selectFrom('fulfilments')
    .select('fulfilments.id')
    .whereRef('fulfilments.order_id', '=', 'orders.id')
  if (storeId !== undefined) part = part.where('fulfilments.store_id', '=', storeId)
  if (todo === 'prepare') {
    part = part.where('fulfilments.state', '=', 'waiting').where('fulfilments.kind', '<>', 'delivery')
  }
  if (todo === 'hand-over') {
    part = part.where('fulfilments.state', '=', 'ready').where('fulfilments.kind', '<>', 'delivery')
  }
  if (todo === 'ship') {
    part = part
      .where('fulfilments.state', 'in', ['waiting', 'ready'])
      .where('fulfilments.kind', '=', 'delivery')
  }
  return where.exists(part)
}

function found(where: ExpressionBuilder<ShopTables, 'orders'>, q: string) {
  const text = q.normalize('NFKC').trim()
  const name = `%${folded(text).replace(/[\\%_]/g, '\\$&')}%`
  const either = [
    where('number', '=', text),
    sql<boolean>`name_key like ${name} escape '\\'`,
    where.exists(
      where
        .selectFrom('order_lines')
        .select('order_lines.variant_id')
        .whereRef('order_lines.order_id', '=', 'orders.id')
        .where('order_lines.sku', 'in', [text, text.toUpperCase()]),
    ),
  ]
  const digits = text.replace(/[\s-]/g, '')
  if (/^\d{3,}$/.test(digits)) {
    const key = phoneKey(digits)
    either.push(
      // ':' comes after the digits.
      where.and([where('phone_key', '>=', key), where('phone_key', '<', `${key}:`)]),
      sql<boolean>`number like ${`%-${digits}`}`,
      where('number', '=', `${digits.slice(0, 4)}-${digits.slice(4)}`),
    )
  }
  return where.or(either)
}

function firstId(at: number): string {
  return base32Number(Math.max(0, at), 10).toLowerCase()
}
