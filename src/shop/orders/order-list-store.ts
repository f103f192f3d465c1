import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { base32Number } from '../../base32.ts'
import type { Slice } from '../../paging.ts'
import type { FulfilmentKind, OrderState } from '../../wire.ts'
import { matches } from '../catalog/search-store.ts'
import { type Wanted, wantedOf } from '../catalog/search-terms.ts'
import type { ShopDb, ShopTables } from '../tables.ts'
import { phoneKey } from './contact-keys.ts'
import type { OrderRow } from './orders-store.ts'
import { type OrderTodo, ordersWaiting } from './todo-store.ts'

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

type OrderQuery = SelectQueryBuilder<ShopTables, 'orders', OrderRow>

/** A word that so many names have is met soon by looking through the orders themselves. */
const common = 2000

export class OrderListStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Newest first; one more than the limit when more follow. */
  async list(filter: OrderFilter, slice: Slice): Promise<OrderRow[]> {
    const { q } = filter
    if (q === undefined) return this.#narrowed(filter, slice).execute()
    // Each way of finding has an index of its own, and all of them with `or` have none.
    const found = new Map<string, OrderRow>()
    for (const way of await this.#ways(q.normalize('NFKC').trim(), filter, slice)) {
      for (const row of await way.execute()) found.set(row.id, row)
    }
    return [...found.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, slice.limit + 1)
  }

  #narrowed(filter: OrderFilter, { after, limit }: Slice): OrderQuery {
    const { states, storeId, roomSlug, channel, kind, todo, from, to } = filter
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
    if (todo !== undefined) {
      query = query.where(sql<SqlBool>`orders.id in ${ordersWaiting(todo, storeId)}`)
    } else if (storeId !== undefined) {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('fulfilments')
            .select('fulfilments.id')
            .whereRef('fulfilments.order_id', '=', 'orders.id')
            .where('fulfilments.store_id', '=', storeId),
        ),
      )
    }
    return query
  }

  async #ways(text: string, filter: OrderFilter, slice: Slice): Promise<OrderQuery[]> {
    const query = this.#narrowed(filter, slice)
    const digits = text.replace(/[\s-]/g, '')
    const isNumber = /^\d{3,}$/.test(digits)
    const numbers = isNumber ? await this.#numbersOf(digits) : []
    const ways = [query.where('number', 'in', [text, ...numbers])]
    if (isNumber) {
      const key = phoneKey(digits)
      // ':' comes after the digits.
      const ids = sql`select id from orders where phone_key >= ${key} and phone_key < ${`${key}:`}`
      ways.push(query.where(sql<SqlBool>`orders.id in (${ids})`))
    }
    for (const sku of new Set([text, text.toUpperCase()])) {
      // Read in the order of the answer, so that what everybody buys is not sorted first.
      const lines = query.innerJoin('order_lines as line', 'line.order_id', 'orders.id')
      ways.push(lines.where('line.sku', '=', sku).clearOrderBy().orderBy('line.order_id', 'desc'))
    }
    const words = await this.#byRarity(wantedOf(text))
    return words.length === 0 ? ways : [...ways, query.where(named(words))]
  }

  /** What an order's number may be of which these are the last digits, or all. */
  async #numbersOf(digits: string): Promise<string[]> {
    const months = await this.#db.selectFrom('order_numbers').select('month').execute()
    return [`${digits.slice(0, 4)}-${digits.slice(4)}`, ...months.map(({ month }) => `${month}-${digits}`)]
  }

  /** With how many names have each, at most `common`; the rarest first. */
  async #byRarity(words: readonly Wanted[]): Promise<readonly Counted[]> {
    const counted: Counted[] = []
    for (const word of words) {
      const some = this.#db.selectFrom('order_words').select('term').where(matches(word)).limit(common)
      const row = await this.#db
        .selectFrom(some.as('some'))
        .select(sql<number>`count(*)`.as('count'))
        .executeTakeFirstOrThrow()
      counted.push({ word, count: Number(row.count) })
    }
    return counted.toSorted((a, b) => a.count - b.count)
  }
}

type Counted = { readonly word: Wanted; readonly count: number }

/** Orders whose buyer's name has all of the words. */
function named([first, ...rest]: readonly Counted[]): RawBuilder<SqlBool> {
  if (first === undefined) return sql`false`
  const others = rest.map(({ word }) => hasWord(word))
  const all = first.count < common ? [amongThose(first.word), ...others] : [hasWord(first.word), ...others]
  return sql`${sql.join(all, sql` and `)}`
}

function amongThose(word: Wanted): RawBuilder<SqlBool> {
  return sql`orders.id in (select order_id from order_words where ${matches(word)})`
}

/** Looked up order by order; of `exists` PostgreSQL would make a join that reads all. */
function hasWord(word: Wanted): RawBuilder<SqlBool> {
  return sql`(select 1 from order_words as other
    where other.order_id = orders.id and ${matches(word, 'other.term')} limit 1) is not null`
}

function firstId(at: number): string {
  return base32Number(Math.max(0, at), 10).toLowerCase()
}
