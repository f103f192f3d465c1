import { sql } from 'kysely'
import type { Row, ShopDb } from '../tables.ts'
import { day, lowsOf, pastDays } from './price-past.ts'
import type { Lows } from './prices.ts'

export type PriceChangeRow = Row<'price_changes'>

/** A deal within so long after another at the same price on the same day is not written again. */
const dealMs = 60_000

/** What variants were offered at, and sold at. */
export class PricesStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  async record(changes: readonly PriceChangeRow[]): Promise<void> {
    if (changes.length > 0) await this.#db.insertInto('price_changes').values(changes).execute()
  }

  /**
   * The lowest prices of the days before `now`. Some rows of each variant are read, however many orders there are.
   */
  async lowestPrices(variantIds: readonly string[], now: number): Promise<Map<string, Lows>> {
    if (variantIds.length === 0) return new Map()
    const begin = now - pastDays * day
    const offers = await this.#db
      .selectFrom('price_changes')
      .select(['variant_id', 'price', 'currency', 'at'])
      .where('variant_id', 'in', variantIds)
      .where('at', '<=', now)
      .where(
        'at',
        '>=',
        sql<number>`coalesce((select max(before.at) from price_changes as before
          where before.variant_id = price_changes.variant_id and before.at <= ${begin}), 0)`,
      )
      .orderBy('variant_id')
      .orderBy('at')
      .orderBy('id')
      .execute()
    const deals = await this.#db
      .selectFrom('deal_prices')
      .select(['variant_id', 'price', 'first_at', 'last_at'])
      .where('variant_id', 'in', variantIds)
      .where('day', '>=', Math.floor(begin / day))
      .where('day', '<=', Math.floor(now / day))
      .execute()
    const offersOf = Map.groupBy(offers, row => row.variant_id)
    const dealsOf = Map.groupBy(deals, row => row.variant_id)
    return new Map(
      variantIds.map(id => [
        id,
        lowsOf(
          (offersOf.get(id) ?? []).map(({ price, currency, at }) => ({
            price: Number(price),
            currency,
            at: Number(at),
          })),
          (dealsOf.get(id) ?? []).map(({ price, first_at, last_at }) => ({
            price: Number(price),
            first_at: Number(first_at),
            last_at: Number(last_at),
          })),
          now,
        ),
      ]),
    )
  }

  /** For whoever takes the money: a unit was really paid for at this price, in minor units. */
  async noteDeal(variantId: string, price: number, at: number): Promise<void> {
    const key = { variant_id: variantId, day: Math.floor(at / day), price }
    const known = await this.#db
      .selectFrom('deal_prices')
      .select('last_at')
      .where('variant_id', '=', key.variant_id)
      .where('day', '=', key.day)
      .where('price', '=', key.price)
      .executeTakeFirst()
    // Of a flash sale's thousand orders a minute, one writes: the others would wait for its row.
    if (known !== undefined && Math.abs(Number(known.last_at) - at) < dealMs) return
    await this.#db
      .insertInto('deal_prices')
      .values({ ...key, first_at: at, last_at: at })
      .onConflict(conflict =>
        conflict.columns(['variant_id', 'day', 'price']).doUpdateSet({
          first_at: sql`case when excluded.first_at < deal_prices.first_at
            then excluded.first_at else deal_prices.first_at end`,
          last_at: sql`case when excluded.last_at > deal_prices.last_at
            then excluded.last_at else deal_prices.last_at end`,
        }),
      )
      .execute()
  }

  /** Of all variants of a product, newest first. */
  async past(variantIds: readonly string[], limit: number): Promise<PriceChangeRow[]> {
    if (variantIds.length === 0) return []
    return this.#db
      .selectFrom('price_changes')
      .selectAll()
      .where('variant_id', 'in', variantIds)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  }
}
