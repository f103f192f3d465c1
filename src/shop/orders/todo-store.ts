import { type RawBuilder, sql } from 'kysely'
import type { ShopDb } from '../tables.ts'

/** `refund`: money that is to go back to the buyer. */
export const orderTodos = ['prepare', 'hand-over', 'ship', 'refund'] as const
export type OrderTodo = (typeof orderTodos)[number]

/** With how many orders something waits to be done in a store, and how many returns are bound for it. */
export type TodoCounts = {
  readonly storeId: string
  /** Paid or to be paid on collection, and not yet put aside. */
  readonly toPrepare: number
  readonly toHandOver: number
  readonly toShip: number
  readonly returns: number
  readonly refundsDue: number
}

/** The store that an order's money counts for where no till took it: the first that gives goods. */
export function storeGiving(orderId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select f.store_id from fulfilments f where f.order_id = ${orderId} order by f.id limit 1)`
}

/** Orders with which something waits, and where: the one answer for lists and counts. By `fulfilments_open`: so with its words. */
function waiting(todo: OrderTodo): RawBuilder<unknown> {
  const open = (what: RawBuilder<unknown>) =>
    sql`select store_id, order_id from fulfilments where state in ('waiting', 'ready') and ${what}`
  switch (todo) {
    case 'prepare':
      return open(sql`state = 'waiting' and kind <> 'delivery'`)
    case 'hand-over':
      return open(sql`state = 'ready' and kind <> 'delivery'`)
    case 'ship':
      return open(sql`kind = 'delivery'`)
    case 'refund':
      return sql`select coalesce(r.store_id, ${storeGiving(sql`r.order_id`)}) as store_id, r.order_id
        from refunds r where r.state = 'due'`
  }
}

/** The ids of orders with which something waits, in `storeId` if that is asked for. */
export function ordersWaiting(todo: OrderTodo, storeId: string | undefined): RawBuilder<unknown> {
  const where = storeId === undefined ? sql`` : sql` where store_id = ${storeId}`
  return sql`(select order_id from (${waiting(todo)}) waiting${where})`
}

/** What the owner's people have before them. */
export class TodoStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Stores with nothing to do are left out. */
  async counts(): Promise<TodoCounts[]> {
    const kinds = orderTodos.map(
      todo => sql`select store_id, ${sql.lit(todo)} as todo, count(distinct order_id) as count
        from (${waiting(todo)}) waiting group by store_id`,
    )
    const returns = sql`select store_id, 'return' as todo, count(*) as count
      from returns where state = 'requested' and store_id is not null group by store_id`
    const { rows } = await sql<{ storeId: string; todo: OrderTodo | 'return'; count: number }>`
      select store_id as "storeId", todo, count from (${sql.join([...kinds, returns], sql` union all `)}) counted
      order by store_id`.execute(this.#db)
    return Array.from(
      Map.groupBy(rows, ({ storeId }) => storeId),
      ([storeId, counted]) => {
        const of = (what: OrderTodo | 'return') =>
          Number(counted.find(({ todo }) => todo === what)?.count ?? 0)
        return {
          ...{ storeId, toPrepare: of('prepare'), toHandOver: of('hand-over'), toShip: of('ship') },
          ...{ returns: of('return'), refundsDue: of('refund') },
        }
      },
    )
  }

  /** Returns that are to come to no store in particular. */
  async returnsToAnyStore(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('returns')
      .select(query => query.fn.countAll<string | number>().as('count'))
      .where('state', '=', 'requested')
      .where('store_id', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(count)
  }
}
