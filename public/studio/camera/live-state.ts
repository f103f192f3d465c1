import type { RoomView } from '../../../src/wire.ts'

/** Being live from this device. Times are epoch milliseconds. */
export type Live =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly since: number }
  | { readonly name: 'live'; readonly since: number }
  /** Comes back by itself, or keeps trying. */
  | { readonly name: 'reconnecting'; readonly since: number }
  /** Another device has gone on with the show. */
  | { readonly name: 'taken' }
  /** Trying again would not help. */
  | { readonly name: 'refused'; readonly why: Refusal }

/** `key`: the stream key is not accepted; `room`: it is gone; `format`: what this browser sends cannot be taken. */
export type Refusal = 'key' | 'room' | 'format'

export type LiveEvent =
  | { readonly name: 'begin' }
  | { readonly name: 'connected' }
  | { readonly name: 'broken' }
  | { readonly name: 'taken' }
  | { readonly name: 'refused'; readonly why: Refusal }
  | { readonly name: 'stop' }

/** Pure. What does not fit the state changes nothing. */
export function afterEvent(live: Live, event: LiveEvent, now: number): Live {
  switch (event.name) {
    case 'stop':
      return { name: 'idle' }
    case 'begin':
      return isTrying(live) || live.name === 'live' ? live : { name: 'connecting', since: now }
    case 'connected':
      return isTrying(live) ? { name: 'live', since: now } : live
    case 'broken':
      return live.name === 'live' ? { name: 'reconnecting', since: now } : live
    case 'taken':
      return isTrying(live) || live.name === 'live' ? { name: 'taken' } : live
    case 'refused':
      return isTrying(live) ? { name: 'refused', why: event.why } : live
  }
}

function isTrying(live: Live): boolean {
  return live.name === 'connecting' || live.name === 'reconnecting'
}

/** Whether this device is in the show, or wants back into it. */
export function isOnAir(live: Live): boolean {
  return isTrying(live) || live.name === 'live'
}

/** What an answer to the WHIP POST means, by RFC 9725 section 4.2; `key`: ask for the key again, once. */
export function afterPost(status: number): 'answered' | 'again' | Refusal {
  if (status === 201) return 'answered'
  if (status === 401 || status === 403) return 'key'
  if (status === 404 || status === 410) return 'room'
  return status >= 400 && status < 500 && status !== 408 && status !== 409 && status !== 429
    ? 'format'
    : 'again'
}

/**
 * What an answer to the PATCH of an ICE restart means, by RFC 9725 section 4.3.3. `gone`: there is no such session any
 * more; `vain`: this server cannot do it, or not with what was sent.
 */
export function afterRestart(status: number): 'resumed' | 'gone' | 'vain' | 'again' {
  if (status === 200) return 'resumed'
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'gone'
  return (status >= 500 && status !== 501) || status === 408 || status === 429 ? 'again' : 'vain'
}

/**
 * Whether a device whose session is gone may begin a new one: while somebody else's picture is on the show, that
 * would take it away from them.
 */
export function mayReturn(room: Pick<RoomView, 'state' | 'interrupted'>): 'yes' | 'wait' | 'taken' {
  if (room.state === 'starting') return 'wait'
  return room.state === 'live' && room.interrupted === null ? 'taken' : 'yes'
}

/** Milliseconds that a `Retry-After` in seconds asks for, at most half a minute; null: it says nothing. */
export function retryAfterMs(header: string | null): number | null {
  const seconds = Number(header)
  return header !== null && header.trim() !== '' && seconds >= 0 ? Math.min(seconds, 30) * 1_000 : null
}
