import { randomUUID } from 'node:crypto'
import type { Database, Db } from '../database.ts'
import type { Rect } from '../wire.ts'

type PinTables = {
  pins: {
    id: string
    show_id: string
    product_id: string
    since: number
    until: number | null
    x: number
    y: number
    width: number
    height: number
  }
  shows: { id: string; room_slug: string }
}

/** A card's stay in the picture; times on PROGRAM-DATE-TIME's clock, in epoch milliseconds. */
export type Pin = {
  readonly productId: string
  readonly since: number
  readonly until: number | null
  readonly rect: Rect
}

/** When each product's card was in the picture, show by show. */
export class PinStore {
  readonly #db: Db<PinTables>

  constructor(database: Database) {
    this.#db = database.$extendTables<PinTables>()
  }

  /** Ends the room's open stay at `since`, and begins the next one when there is one. */
  async change(
    slug: string,
    showId: string,
    since: number,
    next: { productId: string; rect: Rect } | null,
  ): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      await tx
        .updateTable('pins')
        .set(eb => ({ until: eb.case().when('since', '>', since).then(eb.ref('since')).else(since).end() }))
        .where('until', 'is', null)
        .where('show_id', 'in', eb => eb.selectFrom('shows').select('id').where('room_slug', '=', slug))
        .execute()
      if (next === null) return
      const { x, y, width, height } = next.rect
      await tx
        .insertInto('pins')
        .values({
          id: randomUUID(),
          show_id: showId,
          product_id: next.productId,
          since,
          until: null,
          x,
          y,
          width,
          height,
        })
        .execute()
    })
  }

  /** The stays that have ended after `after`, or not at all, oldest first. */
  async recent(slug: string, after: number): Promise<readonly Pin[]> {
    const rows = await this.#db
      .selectFrom('pins')
      .innerJoin('shows', 'shows.id', 'pins.show_id')
      .selectAll('pins')
      .where('shows.room_slug', '=', slug)
      .where(eb => eb.or([eb('until', 'is', null), eb('until', '>', after)]))
      .orderBy('since')
      .orderBy('pins.id')
      .execute()
    return rows.map(({ product_id, since, until, x, y, width, height }) => ({
      productId: product_id,
      since,
      until,
      rect: { x, y, width, height },
    }))
  }
}
