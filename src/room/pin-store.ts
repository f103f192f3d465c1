import { randomUUID } from 'node:crypto'
import type { ExpressionBuilder } from 'kysely'
import type { Database } from '../database.ts'
import type { Rect } from '../wire.ts'
import type { RoomDb, RoomTables } from './tables.ts'

/** A card's stay in the picture; times on PROGRAM-DATE-TIME's clock, in epoch milliseconds. */
export type Pin = {
  readonly productId: string
  readonly since: number
  readonly until: number | null
  readonly rect: Rect
}

/** A host who pins every few seconds for a day does not reach it. */
const mostPinsOfShow = 10_000

/** When each product's card was in the picture, show by show. */
export class PinStore {
  readonly #db: RoomDb

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  /** Ends the room's open stay at `since`, and begins one of this show. */
  async begin(
    slug: string,
    showId: string,
    since: number,
    { productId, rect }: { readonly productId: string; readonly rect: Rect },
  ): Promise<void> {
    const { x, y, width, height } = rect
    const pin = { id: randomUUID(), show_id: showId, product_id: productId, since, until: null }
    await this.#db.transaction().execute(async tx => {
      await endStays(tx, slug, since)
      await tx
        .insertInto('pins')
        .values({ ...pin, x, y, width, height })
        .execute()
    })
  }

  /** Ends the room's open stay, if there is one. */
  async end(slug: string, until: number): Promise<void> {
    await endStays(this.#db, slug, until)
  }

  /** The stays that have ended after `after`, or not at all, oldest first. */
  async recent(slug: string, after: number): Promise<readonly Pin[]> {
    const rows = await this.#db
      .selectFrom('pins')
      .selectAll()
      .where(eb => eb.or([eb('until', 'is', null), eb('until', '>', after)]))
      .where(eb => isOfRoom(eb, slug))
      .orderBy('since')
      .orderBy('id')
      .execute()
    return rows.map(toPin)
  }

  /** Oldest first. */
  async ofShow(showId: string): Promise<readonly Pin[]> {
    const rows = await this.#db
      .selectFrom('pins')
      .selectAll()
      .where('show_id', '=', showId)
      .orderBy('since')
      .orderBy('id')
      .limit(mostPinsOfShow)
      .execute()
    return rows.map(toPin)
  }
}

async function endStays(db: RoomDb, slug: string, until: number): Promise<void> {
  await db
    .updateTable('pins')
    // A card that was on its way when the picture ended was in it for no time.
    .set(eb => ({
      until: eb.case().when('since', '>', until).then(eb.ref('since')).else(eb.val(until)).end(),
    }))
    .where('until', 'is', null)
    .where(eb => isOfRoom(eb, slug))
    .execute()
}

/** Looked up pin by pin: of the few pins in question, not of all the shows that the room ever had. */
function isOfRoom({ exists, selectFrom }: ExpressionBuilder<RoomTables, 'pins'>, slug: string) {
  return exists(
    selectFrom('shows')
      .select('shows.id')
      .whereRef('shows.id', '=', 'pins.show_id')
      .where('room_slug', '=', slug),
  )
}

function toPin({ product_id, since, until, x, y, width, height }: RoomTables['pins']): Pin {
  return { productId: product_id, since, until, rect: { x, y, width, height } }
}
