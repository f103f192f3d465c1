import { recall, remember } from '../shared/device-store.ts'

const most = 30
const tailSeconds = 15
const headSeconds = 10

type Places = readonly (readonly [showId: string, at: number])[]

/** What is kept: places by show, the last watched first; broken or foreign data counts as none. */
export function parsePlaces(text: string | null): Places {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter(isPlace) : []
  } catch {
    return []
  }
}

function isPlace(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1])
}

/** With the place in this show; who has hardly begun, or seen it all, begins from its start the next time. */
export function withPlace(places: Places, showId: string, at: number, durationSeconds: number): Places {
  const others = places.filter(([id]) => id !== showId)
  if (at < headSeconds || at > durationSeconds - tailSeconds) return others
  return [[showId, Math.floor(at)] as const, ...others].slice(0, most)
}

export function placeIn(showId: string): number {
  return parsePlaces(recall('places')).find(([id]) => id === showId)?.[1] ?? 0
}

export function rememberPlace(showId: string, at: number, durationSeconds: number): void {
  remember('places', JSON.stringify(withPlace(parsePlaces(recall('places')), showId, at, durationSeconds)))
}
