import type { Database, Db } from '../database.ts'

type TimelineTables = { timelines: { slug: string; discontinuities: number } }

/** So many numbers are taken from the database at once. */
const block = 64
const firstHour = Date.UTC(2026, 0) / 3_600_000

/**
 * The discontinuity numbers that each room's playlists may use: always ahead of those in use, so that they never go
 * back, also when the server is killed.
 */
export class TimelineStore {
  readonly #db: Db<TimelineTables>

  constructor(database: Database) {
    this.#db = database.$extendTables<TimelineTables>()
  }

  /** A number above all that were used; it and the 63 that follow are the caller's. `now`: epoch milliseconds. */
  async reserve(slug: string, now: number): Promise<{ readonly from: number; readonly to: number }> {
    return this.#db.transaction().execute(async tx => {
      const row = await tx
        .selectFrom('timelines')
        .select('discontinuities')
        .where('slug', '=', slug)
        .executeTakeFirst()
      // Before there was this table, numbers began at the hours since 2026.
      const from = row?.discontinuities ?? Math.floor(now / 3_600_000 - firstHour)
      const to = from + block
      await tx
        .insertInto('timelines')
        .values({ slug, discontinuities: to })
        .onConflict(conflict => conflict.column('slug').doUpdateSet({ discontinuities: to }))
        .execute()
      return { from, to }
    })
  }

  /** Takes 64 more from `to` on. */
  async extend(slug: string, to: number): Promise<number> {
    const next = to + block
    await this.#db.updateTable('timelines').set({ discontinuities: next }).where('slug', '=', slug).execute()
    return next
  }

  /** Those from `from` on were not used; does nothing when somebody has taken what follows `to` since. */
  async giveBack(slug: string, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
    await this.#db
      .updateTable('timelines')
      .set({ discontinuities: from })
      .where('slug', '=', slug)
      .where('discontinuities', '=', to)
      .execute()
  }
}
