import { randomUUID } from 'node:crypto'
import type { Database } from '../database.ts'
import type { RoomDb, RoomTables } from './tables.ts'

export type ShowRow = {
  readonly id: string
  readonly roomSlug: string
  /** null: the room's. */
  readonly title: string | null
  readonly state: 'scheduled' | 'live' | 'ended'
  /** null: whenever the host goes live. */
  readonly startsAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
}

export type NewShow = Pick<ShowRow, 'id' | 'roomSlug' | 'title' | 'startsAt'>
/** For whenever the room's host goes live: the room's title, and no time. A room has at most one to come. */
export function impromptu(roomSlug: string): NewShow {
  return { id: randomUUID(), roomSlug, title: null, startsAt: null }
}

export type ShowChanges = { readonly title?: string | undefined; readonly startsAt?: number | undefined }

/** Both ends included. */
export type Period = { readonly from: number; readonly to: number }
/** Where a list goes on: after the show with this time and id. */
export type ShowPlace = { readonly at: number; readonly id: string }
export type ShowList = 'live' | 'upcoming' | 'past'

const listings = {
  live: { state: 'live', time: 'started_at', direction: 'desc' },
  upcoming: { state: 'scheduled', time: 'starts_at', direction: 'asc' },
  past: { state: 'ended', time: 'ended_at', direction: 'desc' },
} as const

/** Shows and their turns. Times are epoch milliseconds. */
export class ShowStore {
  readonly #db: RoomDb

  constructor(database: Database) {
    this.#db = database.$extendTables<RoomTables>()
  }

  /** A scheduled show; false when it has no time and the room has one without a time already. */
  async add(show: NewShow, now: number): Promise<boolean> {
    return insert(this.#db, show, now)
  }

  async find(id: string): Promise<ShowRow | null> {
    const row = await this.#db.selectFrom('shows').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toShow(row)
  }

  async live(slug: string): Promise<ShowRow | null> {
    const row = await this.#db
      .selectFrom('shows')
      .selectAll()
      .where('room_slug', '=', slug)
      .where('state', '=', 'live')
      .executeTakeFirst()
    return row === undefined ? null : toShow(row)
  }

  async allLive(): Promise<readonly ShowRow[]> {
    return (await this.#db.selectFrom('shows').selectAll().where('state', '=', 'live').execute()).map(toShow)
  }

  /** The live show; else the first that is due; else the one without a time. */
  async current(slug: string, due: Period): Promise<ShowRow | null> {
    const row = await this.#db
      .selectFrom('shows')
      .selectAll()
      .where('room_slug', '=', slug)
      .where('state', 'in', ['live', 'scheduled'])
      .where(({ or, eb }) =>
        or([
          eb('state', '=', 'live'),
          eb('starts_at', 'is', null),
          eb.between('starts_at', due.from, due.to),
        ]),
      )
      .orderBy(eb =>
        eb.case().when('state', '=', 'live').then(0).when('starts_at', 'is not', null).then(1).else(2).end(),
      )
      .orderBy('starts_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return row === undefined ? null : toShow(row)
  }

  /** The first scheduled show of the room whose time is not before `from`. */
  async nextWithTime(slug: string, from: number): Promise<ShowRow | null> {
    const [show] = await this.list('upcoming', { slug, from, after: null, limit: 1 })
    return show ?? null
  }

  /** `from` leaves out what should have begun before it. */
  async list(
    list: ShowList,
    slice: {
      readonly slug: string | null
      readonly from: number
      readonly after: ShowPlace | null
      readonly limit: number
    },
  ): Promise<readonly ShowRow[]> {
    const { state, time, direction } = listings[list]
    const { slug, after } = slice
    let query = this.#db
      .selectFrom('shows')
      .selectAll()
      .where('state', '=', state)
      .orderBy(time, direction)
      .orderBy('id', direction)
      .limit(slice.limit)
    if (slug !== null) query = query.where('room_slug', '=', slug)
    if (list === 'upcoming') query = query.where('starts_at', '>=', slice.from)
    if (after !== null) {
      const beyond = direction === 'asc' ? '>' : '<'
      query = query.where(eb => eb(eb.refTuple(time, 'id'), beyond, eb.tuple(after.at, after.id)))
    }
    return (await query.execute()).map(toShow)
  }

  /** The rooms with a scheduled show whose time is in one of the periods. */
  async roomsWithTimeIn(periods: readonly Period[]): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('shows')
      .select('room_slug')
      .distinct()
      .where('state', '=', 'scheduled')
      .where(eb => eb.or(periods.map(({ from, to }) => eb.between('starts_at', from, to))))
      .execute()
    return rows.map(row => row.room_slug)
  }

  /** The first time after `at` that a scheduled show has, in whatever room. */
  async firstTimeAfter(at: number): Promise<number | null> {
    const row = await this.#db
      .selectFrom('shows')
      .select('starts_at')
      .where('state', '=', 'scheduled')
      .where('starts_at', '>', at)
      .orderBy('starts_at')
      .limit(1)
      .executeTakeFirst()
    return row?.starts_at ?? null
  }

  async update(id: string, { title, startsAt }: ShowChanges): Promise<void> {
    const changes = {
      ...(title !== undefined && { title }),
      ...(startsAt !== undefined && { starts_at: startsAt }),
    }
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('shows').set(changes).where('id', '=', id).execute()
  }

  /** Removes a scheduled show with all that belongs to it. Returns the files of its cover. */
  async remove(id: string): Promise<readonly string[]> {
    return this.#db.transaction().execute(async tx => {
      await tx.deleteFrom('lineup').where('show_id', '=', id).execute()
      // Of a host who pinned something and was gone before the show began.
      await tx.deleteFrom('pins').where('show_id', '=', id).execute()
      const covers = await tx.deleteFrom('covers').where('show_id', '=', id).returning('file').execute()
      await tx.deleteFrom('shows').where('id', '=', id).where('state', '=', 'scheduled').execute()
      return covers.map(row => row.file)
    })
  }

  /** Of a scheduled show in whose room no other is live. */
  async goLive(id: string, at: number): Promise<void> {
    await this.#db
      .updateTable('shows')
      .set({ state: 'live', started_at: at })
      .where('id', '=', id)
      .where('state', '=', 'scheduled')
      .execute()
  }

  /**
   * Ends this show if it is live. Unless another one is due, the room's show without a time takes over its products;
   * there is one in any case then.
   */
  async end(slug: string, id: string, at: number, due: Period): Promise<boolean> {
    return this.#db.transaction().execute(async tx => {
      const ended = await tx
        .updateTable('shows')
        .set({ state: 'ended', ended_at: at })
        .where('id', '=', id)
        .where('room_slug', '=', slug)
        .where('state', '=', 'live')
        .returning('id')
        .executeTakeFirst()
      if (ended === undefined) return false
      const made = await insert(tx, impromptu(slug), at)
      if (made || !(await isOneDue(tx, slug, due))) await handOver(tx, slug, id)
      return true
    })
  }
}

async function insert(db: RoomDb, show: NewShow, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto('shows')
    .values({
      id: show.id,
      room_slug: show.roomSlug,
      title: show.title,
      state: 'scheduled',
      starts_at: show.startsAt,
      started_at: null,
      ended_at: null,
      created_at: now,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return count === 1n
}

async function isOneDue(db: RoomDb, slug: string, due: Period): Promise<boolean> {
  const row = await db
    .selectFrom('shows')
    .select('id')
    .where('room_slug', '=', slug)
    .where('state', '=', 'scheduled')
    .where(eb => eb.between('starts_at', due.from, due.to))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Gives the products of a show to the room's show without a time; a show that had none takes none away. */
async function handOver(db: RoomDb, slug: string, from: string): Promise<void> {
  const lineup = await db.selectFrom('lineup').selectAll().where('show_id', '=', from).execute()
  const next = await db
    .selectFrom('shows')
    .select('id')
    .where('room_slug', '=', slug)
    .where('state', '=', 'scheduled')
    .where('starts_at', 'is', null)
    .executeTakeFirst()
  if (lineup.length === 0 || next === undefined) return
  await db.deleteFrom('lineup').where('show_id', '=', next.id).execute()
  await db
    .insertInto('lineup')
    .values(lineup.map(row => ({ ...row, show_id: next.id })))
    .execute()
}

function toShow(row: RoomTables['shows']): ShowRow {
  return {
    id: row.id,
    roomSlug: row.room_slug,
    title: row.title,
    state: row.state,
    startsAt: row.starts_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}
