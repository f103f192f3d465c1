import type { Database } from '../database.ts'
import type { RoomDb, RoomTables } from './tables.ts'

export type RoomRow = {
  readonly slug: string
  readonly title: string
  readonly pinned: { readonly productId: string; readonly at: number } | null
}

export type NewRoom = {
  readonly slug: string
  readonly title: string
  readonly streamKey: string
  readonly streamKeyHash: string
}

/** Rooms. Times are epoch milliseconds. */
export class RoomStore {
  readonly #db: RoomDb

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  /** false when the slug is taken. */
  async add(room: NewRoom, now: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await this.#db
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
    return count === 1n
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

  /** By slug; unknown ones are left out. */
  async titles(slugs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (slugs.length === 0) return new Map()
    const rows = await this.#db
      .selectFrom('rooms')
      .select(['slug', 'title'])
      .where('slug', 'in', slugs)
      .execute()
    return new Map(rows.map(({ slug, title }) => [slug, title]))
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

  async setPinned(slug: string, pinned: { productId: string; at: number } | null): Promise<void> {
    await this.#db
      .updateTable('rooms')
      .set({ pinned_product_id: pinned?.productId ?? null, pinned_at: pinned?.at ?? null })
      .where('slug', '=', slug)
      .execute()
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

function toRoom(row: RoomTables['rooms']): RoomRow {
  const { pinned_product_id: productId, pinned_at: at } = row
  return {
    slug: row.slug,
    title: row.title,
    pinned: productId === null || at === null ? null : { productId, at },
  }
}
