import type { RoomView, ShowView } from '../../src/wire.ts'

/** One of `GET /api/v1/rooms`. */
export type RoomItem = Pick<RoomView, 'slug' | 'title' | 'state' | 'viewers' | 'interrupted' | 'show'> & {
  /** The cover, or a picture of what is sold there; null: none. */
  readonly imageUrl: string | null
  /** The product that is being explained. */
  readonly pinnedTitle: string | null
}

/** Rooms with something to see: live before starting, the fullest first. */
export function liveRooms<Room extends Pick<RoomItem, 'state' | 'viewers'>>(
  rooms: readonly Room[],
): readonly Room[] {
  return rooms
    .filter(room => room.state !== 'offline')
    .toSorted((a, b) => Number(b.state === 'live') - Number(a.state === 'live') || b.viewers - a.viewers)
}

/** Shows that are still to come, soonest first; one that is due stays until its host is there or deletes it. */
export function comingShows<Show extends Pick<ShowView, 'state' | 'startsAt'>>(
  shows: readonly Show[],
): readonly (Show & { readonly startsAt: string })[] {
  return shows
    .flatMap(show =>
      show.state === 'scheduled' && show.startsAt !== null ? [{ ...show, startsAt: show.startsAt }] : [],
    )
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
}

/** Changes with what makes the lists of shows another: which shows are live in which rooms. */
export function showsMark(rooms: readonly Pick<RoomItem, 'slug' | 'show'>[]): string {
  return rooms.map(({ slug, show }) => `${slug}:${show?.id}:${show?.state}`).join(' ')
}
