import type { StreamState } from '../../src/wire.ts'

/** One of `GET /api/v1/rooms`. */
export type RoomItem = {
  readonly slug: string
  readonly title: string
  readonly state: StreamState
  readonly viewers: number
  readonly lineupCount: number
  /** A picture of what is sold there; null: none. */
  readonly imageUrl: string | null
}

const rank: Record<StreamState, number> = { live: 0, starting: 1, offline: 2 }

/** Live first, the fullest before the others; then as the server lists them. */
export function roomOrder<Room extends Pick<RoomItem, 'state' | 'viewers'>>(
  rooms: readonly Room[],
): readonly Room[] {
  return rooms.toSorted((a, b) => rank[a.state] - rank[b.state] || b.viewers - a.viewers)
}
