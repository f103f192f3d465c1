import type { Bus } from '../events.ts'
import type { ShowStore } from './show-store.ts'
import { dueAt } from './show-times.ts'

export type ShowTurnsOptions = {
  readonly shows: ShowStore
  readonly bus: Bus
  readonly now: () => number
  readonly earlyMinutes: number
}

/**
 * Tells a room's pages when, by the clock alone, its current show changes: one becomes due, or is missed. Else a
 * studio would go on showing, and setting, the lineup of another show.
 */
export class ShowTurns {
  readonly #options: ShowTurnsOptions
  #toldUntil: number

  constructor(options: ShowTurnsOptions) {
    this.#options = options
    this.#toldUntil = options.now()
  }

  /** Tells of the turns since the last call. Returns when the next one is; null: none is planned. */
  async announce(): Promise<number | null> {
    const { shows, bus, now, earlyMinutes } = this.#options
    const at = now()
    const before = dueAt(this.#toldUntil, earlyMinutes)
    const due = dueAt(at, earlyMinutes)
    if (at > this.#toldUntil) {
      const slugs = await shows.roomsWithTimeIn([
        { from: before.to + 1, to: due.to },
        { from: before.from, to: due.from - 1 },
      ])
      this.#toldUntil = at
      // Each process looks for itself, and tells its own pages.
      for (const slug of slugs) bus.hear('room.changed', { slug })
    }
    const becoming = await shows.firstTimeAfter(due.to)
    const missed = await shows.firstTimeAfter(due.from - 1)
    const turns = [becoming && becoming - due.to + at, missed && missed - due.from + at + 1]
    return turns.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b)))
  }
}
