import { sql } from 'kysely'
import { forUpdate } from '../../database.ts'
import type { TenderMethod } from '../../wire.ts'
import type { Row, ShopDb } from '../tables.ts'

export type TenderRow = Row<'tenders'>
export type RefundRow = Row<'refunds'>

/** Money that came and went, tender by tender. */
export class PaymentsStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** False, with nothing written, if a payment by this method has this reference already. */
  async addTender(tender: Omit<TenderRow, 'position'>): Promise<boolean> {
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from tenders where order_id = ${tender.order_id})`
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('tenders')
      .values({ ...tender, position })
      .onConflict(conflict => conflict.columns(['method', 'reference']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  /** In the order in which they were paid. */
  async tenders(orderIds: readonly string[]): Promise<TenderRow[]> {
    if (orderIds.length === 0) return []
    return this.#db
      .selectFrom('tenders')
      .selectAll()
      .where('order_id', 'in', orderIds)
      .orderBy('order_id')
      .orderBy('position')
      .execute()
  }

  async tender(id: string): Promise<TenderRow | undefined> {
    return this.#db.selectFrom('tenders').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async tenderByReference(method: TenderMethod, reference: string): Promise<TenderRow | undefined> {
    return this.#db
      .selectFrom('tenders')
      .selectAll()
      .where('method', '=', method)
      .where('reference', '=', reference)
      .executeTakeFirst()
  }

  /**
   * Settles a tender, once; undefined if it was settled before. Money that was taken counts, also where the company had
   * said that it failed.
   */
  async settle(id: string, to: { readonly state: 'captured' | 'failed'; readonly amount?: number }) {
    return this.#db
      .updateTable('tenders')
      .set(to)
      .where('id', '=', id)
      .where('state', 'in', to.state === 'captured' ? ['pending', 'failed'] : ['pending'])
      .returningAll()
      .executeTakeFirst()
  }

  /**
   * Promises to give back so much of a tender, unless more was promised already than was taken: test and change are one
   * statement, so that a refund and a capture, or two refunds, at once never give back too much (medusa #16012).
   */
  async reserveRefund(tenderId: string, amount: number): Promise<TenderRow | undefined> {
    return this.#db
      .updateTable('tenders')
      .set({ refunded: sql`refunded + ${amount}` })
      .where('id', '=', tenderId)
      .where('state', '=', 'captured')
      .where(sql<boolean>`refunded + ${amount} <= amount`)
      .returningAll()
      .executeTakeFirst()
  }

  async addRefund(refund: RefundRow): Promise<void> {
    await this.#db.insertInto('refunds').values(refund).execute()
  }

  /** Of which order it is; that one is locked first. */
  async orderOfRefund(id: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('refunds')
      .select('order_id')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.order_id
  }

  async refund(id: string): Promise<RefundRow | undefined> {
    return this.#db
      .selectFrom('refunds')
      .selectAll()
      .where('id', '=', id)
      .$call(forUpdate(this.#db))
      .executeTakeFirst()
  }

  /** Oldest first. */
  async refunds(orderIds: readonly string[]): Promise<RefundRow[]> {
    if (orderIds.length === 0) return []
    return this.#db
      .selectFrom('refunds')
      .selectAll()
      .where('order_id', 'in', orderIds)
      .orderBy('at')
      .orderBy('id')
      .execute()
  }

  /** Marks a refund as given back, once; undefined if it was before. */
  async completeRefund(
    id: string,
    done: Pick<RefundRow, 'done_at' | 'reference'> &
      Partial<Pick<RefundRow, 'staff_id' | 'store_id' | 'shift_id'>>,
  ): Promise<RefundRow | undefined> {
    return this.#db
      .updateTable('refunds')
      .set({ ...done, state: 'done', sending_until: null })
      .where('id', '=', id)
      .where('state', '=', 'due')
      .returningAll()
      .executeTakeFirst()
  }

  /**
   * Takes a refund for sending, until `until`: of all who try at once one gets it. Undefined if it is given back, or on its
   * way by somebody else.
   */
  async claimRefund(
    id: string,
    { now, until }: { readonly now: number; readonly until: number },
  ): Promise<RefundRow | undefined> {
    return this.#db
      .updateTable('refunds')
      .set({ attempts: sql`attempts + 1`, sending_until: until })
      .where('id', '=', id)
      .where('state', '=', 'due')
      .where(({ or, eb }) => or([eb('sending_until', 'is', null), eb('sending_until', '<=', now)]))
      .returningAll()
      .executeTakeFirst()
  }

  /** Ends a sending without a receipt, unless somebody else has taken the refund since. `until` as `sending_until`. */
  async endSending({ id, attempts }: RefundRow, until: number | null): Promise<void> {
    await this.#db
      .updateTable('refunds')
      .set({ sending_until: until })
      .where('id', '=', id)
      .where('state', '=', 'due')
      .where('attempts', '=', attempts)
      .execute()
  }

  /**
   * Refunds that payment companies are to be told of, longest due first, behind `after`. One of a payment that was taken
   * by hand, at a till, is given back by hand too.
   */
  async dueRefunds(
    methods: readonly TenderMethod[],
    after: RefundRow | null,
    limit: number,
  ): Promise<RefundRow[]> {
    if (methods.length === 0) return []
    let query = this.#db
      .selectFrom('refunds')
      .innerJoin('tenders', 'tenders.id', 'refunds.tender_id')
      .selectAll('refunds')
      .where('refunds.state', '=', 'due')
      .where('refunds.method', 'in', methods)
      .whereRef('tenders.reference', '=', 'tenders.id')
    if (after !== null) {
      query = query.where(sql<boolean>`(refunds.at, refunds.id) > (${after.at}, ${after.id})`)
    }
    return query.orderBy('refunds.at').orderBy('refunds.id').limit(limit).execute()
  }

  /** Payments that were begun before `at` and of which no one has heard, oldest first, behind `after`. */
  async pendingTenders(
    methods: readonly TenderMethod[],
    at: number,
    after: TenderRow | null,
    limit: number,
  ): Promise<TenderRow[]> {
    if (methods.length === 0) return []
    let query = this.#db
      .selectFrom('tenders')
      .selectAll()
      .where('state', '=', 'pending')
      .where('method', 'in', methods)
      .where('at', '<=', at)
    if (after !== null) query = query.where(sql<boolean>`(at, id) > (${after.at}, ${after.id})`)
    return query.orderBy('at').orderBy('id').limit(limit).execute()
  }
}
