import type { Database, Db } from '../database.ts'

type RoomTables = {
  rooms: {
    slug: string
    title: string
    stream_key: string
    stream_key_hash: string
    pinned_product_id: string | null
    pinned_at: number | null
    created_at: number
  }
  shows: {
    id: string
    room_slug: string
    state: 'scheduled' | 'live' | 'ended'
    started_at: number | null
    ended_at: number | null
    created_at: number
  }
  lineup: { show_id: string; position: number; product_id: string }
}

export type RoomRow = {
  readonly slug: string
  readonly title: string
  readonly pinned: { readonly productId: string; readonly at: number } | null
}

export type ShowRow = {
  readonly id: string
  readonly state: 'scheduled' | 'live' | 'ended'
  readonly startedAt: number | null
  readonly endedAt: number | null
}

export type NewRoom = {
  readonly slug: string
  readonly title: string
  readonly streamKey: string
  readonly streamKeyHash: string
}

/** Rooms, shows and lineups. Times are epoch milliseconds. */
export class RoomStore {
  readonly #db: Db<RoomTables>

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  /** The room and its first show to come; false when the slug is taken. */
  async add(room: NewRoom, showId: string, now: number): Promise<boolean> {
    return this.#db.transaction().execute(async tx => {
      const made = await tx
        .insertInto('rooms')
        .values({
          slug: room.slug,
          title: room.title,
          stream_key: room.streamKey,
          stream_key_hash: room.streamKeyHash,
          pinned_product_id: null,
          pinned_at: null,
          created_at: now,
        })
        .onConflict(conflict => conflict.column('slug').doNothing())
        .executeTakeFirst()
      if (made.numInsertedOrUpdatedRows !== 1n) return false
      await tx
        .insertInto('shows')
        .values(scheduled(showId, room.slug, now))
        .execute()
      return true
    })
  }

  async list(after: string | null, limit: number): Promise<readonly RoomRow[]> {
    const rows = await this.#db
      .selectFrom('rooms')
      .selectAll()
      .$if(after !== null, query => query.where('slug', '>', after ?? ''))
      .orderBy('slug')
      .limit(limit)
      .execute()
    return rows.map(toRoom)
  }

  async bySlug(slug: string): Promise<RoomRow | null> {
    const row = await this.#db.selectFrom('rooms').selectAll().where('slug', '=', slug).executeTakeFirst()
    return row === undefined ? null : toRoom(row)
  }

  async slugByKey(streamKeyHash: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('rooms')
      .select('slug')
      .where('stream_key_hash', '=', streamKeyHash)
      .executeTakeFirst()
    return row?.slug ?? null
  }

  async streamKey(slug: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('rooms')
      .select('stream_key')
      .where('slug', '=', slug)
      .executeTakeFirst()
    return row?.stream_key ?? null
  }

  async setStreamKey(slug: string, streamKey: string, streamKeyHash: string): Promise<void> {
    await this.#db
      .updateTable('rooms')
      .set({ stream_key: streamKey, stream_key_hash: streamKeyHash })
      .where('slug', '=', slug)
      .execute()
  }

  async setTitle(slug: string, title: string): Promise<void> {
    await this.#db.updateTable('rooms').set({ title }).where('slug', '=', slug).execute()
  }

  /** The show that is to come or under way; else the last one. */
  async currentShow(slug: string): Promise<ShowRow | null> {
    const row = await this.#db
      .selectFrom('shows')
      .selectAll()
      .where('room_slug', '=', slug)
      .where('state', '<>', 'ended')
      .executeTakeFirst()
    return row === undefined ? null : toShow(row)
  }

  async lineup(slug: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('lineup')
      .innerJoin('shows', 'shows.id', 'lineup.show_id')
      .select('product_id')
      .where('shows.room_slug', '=', slug)
      .where('shows.state', '<>', 'ended')
      .orderBy('position')
      .execute()
    return rows.map(row => row.product_id)
  }

  async setLineup(slug: string, productIds: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      const show = await tx
        .selectFrom('shows')
        .select('id')
        .where('room_slug', '=', slug)
        .where('state', '<>', 'ended')
        .executeTakeFirstOrThrow()
      await tx.deleteFrom('lineup').where('show_id', '=', show.id).execute()
      const rows = productIds.map((productId, position) => ({
        show_id: show.id,
        position,
        product_id: productId,
      }))
      if (rows.length > 0) await tx.insertInto('lineup').values(rows).execute()
    })
  }

  async setPinned(slug: string, pinned: { productId: string; at: number } | null): Promise<void> {
    await this.#db
      .updateTable('rooms')
      .set({ pinned_product_id: pinned?.productId ?? null, pinned_at: pinned?.at ?? null })
      .where('slug', '=', slug)
      .execute()
  }

  async startShow(slug: string, at: number): Promise<void> {
    await this.#db
      .updateTable('shows')
      .set({ state: 'live', started_at: at })
      .where('room_slug', '=', slug)
      .where('state', '=', 'scheduled')
      .execute()
  }

  /** Ends the live show, if there is one; the next one starts out with the same lineup. */
  async endShow(slug: string, nextShowId: string, at: number): Promise<boolean> {
    return this.#db.transaction().execute(async tx => {
      const show = await tx
        .updateTable('shows')
        .set({ state: 'ended', ended_at: at })
        .where('room_slug', '=', slug)
        .where('state', '=', 'live')
        .returning('id')
        .executeTakeFirst()
      if (show === undefined) return false
      await tx
        .insertInto('shows')
        .values(scheduled(nextShowId, slug, at))
        .execute()
      const lineup = await tx.selectFrom('lineup').selectAll().where('show_id', '=', show.id).execute()
      if (lineup.length > 0) {
        const next = lineup.map(row => ({ ...row, show_id: nextShowId }))
        await tx.insertInto('lineup').values(next).execute()
      }
      return true
    })
  }

  async liveSlugs(): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('shows').select('room_slug').where('state', '=', 'live').execute()
    return rows.map(row => row.room_slug)
  }

  async pinnedRooms(): Promise<readonly RoomRow[]> {
    const rows = await this.#db
      .selectFrom('rooms')
      .selectAll()
      .where('pinned_product_id', 'is not', null)
      .execute()
    return rows.map(toRoom)
  }
}

function scheduled(id: string, slug: string, now: number): RoomTables['shows'] {
  return { id, room_slug: slug, state: 'scheduled', started_at: null, ended_at: null, created_at: now }
}

function toRoom(row: RoomTables['rooms']): RoomRow {
  const { pinned_product_id: productId, pinned_at: at } = row
  return {
    slug: row.slug,
    title: row.title,
    pinned: productId === null || at === null ? null : { productId, at },
  }
}

function toShow(row: RoomTables['shows']): ShowRow {
  return { id: row.id, state: row.state, startedAt: row.started_at, endedAt: row.ended_at }
}
