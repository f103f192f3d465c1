import type { ShowPageView } from '../../src/wire.ts'

const unfinishedMs = 3_000
const finishedByMs = 60_000
const slowMs = 30_000

/**
 * Milliseconds after which the page of a show is asked for again though nobody said that it changed: a replay is there
 * some seconds after the show's end; and a proxy may let no sockets through. null: it will not change by itself.
 */
export function nextAskMs({ show }: Pick<ShowPageView, 'show'>, now: number): number | null {
  if (show.state !== 'ended') return slowMs
  const since = show.endedAt === null ? Number.POSITIVE_INFINITY : now - Date.parse(show.endedAt)
  return !show.hasReplay && since < finishedByMs ? unfinishedMs : null
}
