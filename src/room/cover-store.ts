import type { Database } from '../database.ts'
import type { RoomDb, RoomTables } from './tables.ts'

export type CoverOwner =
  | { readonly kind: 'room'; readonly slug: string }
  | { readonly kind: 'show'; readonly id: string }
export type CoverFile = { readonly file: string; readonly width: number; readonly height: number }

/** The pictures of rooms and shows, each in the widths that it is shown in. */
export class CoverStore {
  readonly #db: RoomDb

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  /** Narrowest first. */
  async of(owner: CoverOwner): Promise<readonly CoverFile[]> {
    return this.#db
      .selectFrom('covers')
      .select(['file', 'width', 'height'])
      .where(owner.kind === 'room' ? 'room_slug' : 'show_id', '=', nameOf(owner))
      .orderBy('width')
      .execute()
  }

  /** The narrowest file of each room's cover, by slug. */
  async ofRooms(slugs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#narrowest('room_slug', slugs)
  }

  /** The narrowest file of each show's own cover, by id. */
  async ofShows(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#narrowest('show_id', ids)
  }

  /** Returns the files that are no longer anybody's. No files: the owner has no cover any more. */
  async replace(owner: CoverOwner, files: readonly CoverFile[]): Promise<readonly string[]> {
    const column = owner.kind === 'room' ? 'room_slug' : 'show_id'
    const rows = files.map(file => ({ room_slug: null, show_id: null, ...file, [column]: nameOf(owner) }))
    return this.#db.transaction().execute(async tx => {
      const old = await tx.deleteFrom('covers').where(column, '=', nameOf(owner)).returning('file').execute()
      if (rows.length > 0) await tx.insertInto('covers').values(rows).execute()
      return old.map(row => row.file)
    })
  }

  async has(file: string): Promise<boolean> {
    const row = await this.#db.selectFrom('covers').select('file').where('file', '=', file).executeTakeFirst()
    return row !== undefined
  }

  async #narrowest(
    column: 'room_slug' | 'show_id',
    names: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map()
    const rows = await this.#db
      .selectFrom('covers')
      .select([`${column} as name`, 'file'])
      .where(column, 'in', names)
      .orderBy('width', 'desc')
      .execute()
    return new Map(rows.flatMap(({ name, file }) => (name === null ? [] : [[name, file]])))
  }
}

function nameOf(owner: CoverOwner): string {
  return owner.kind === 'room' ? owner.slug : owner.id
}
