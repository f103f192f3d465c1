import type { Db } from '../database.ts'

/** The columns that the stores of `room` know. Times are epoch milliseconds. */
export type RoomTables = {
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
    title: string | null
    state: 'scheduled' | 'live' | 'ended'
    starts_at: number | null
    started_at: number | null
    ended_at: number | null
    created_at: number
  }
  lineup: { show_id: string; position: number; product_id: string }
  covers: { file: string; room_slug: string | null; show_id: string | null; width: number; height: number }
  pins: {
    id: string
    show_id: string
    product_id: string
    since: number
    until: number | null
    x: number
    y: number
    width: number
    height: number
  }
}

export type RoomDb = Db<RoomTables>
