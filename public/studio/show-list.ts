import type { ShowView } from '../../src/wire.ts'

/** The shows whose lineup can be set: the room's present one first, then those to come, each once. */
export function openShows(current: ShowView | null, coming: readonly ShowView[]): readonly ShowView[] {
  const open = coming.filter(show => show.state !== 'ended' && show.id !== current?.id)
  return current === null || current.state === 'ended' ? open : [current, ...open]
}

/** The show that is to be edited besides the present one; null when it is the present one, or gone. */
export function otherShow(
  chosen: string | null,
  current: ShowView | null,
  shows: readonly ShowView[],
): ShowView | null {
  if (chosen === null || chosen === current?.id) return null
  return shows.find(show => show.id === chosen) ?? null
}
