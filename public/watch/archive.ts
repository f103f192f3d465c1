import type { PinView, ShowPageView } from '../../src/wire.ts'
import { inOrder } from '../player/pins.ts'

/** What the server told of the show that is watched, and when (`performance.now()`). */
export type Archive = { readonly view: ShowPageView; readonly at: number }

/** How long the recording is by now: while it is live it grows with the clock. Seconds. */
export function lengthOf({ view: { replay }, at }: Archive, now: number, interrupted: boolean): number {
  if (replay === null) return 0
  return replay.durationSeconds + (replay.live && !interrupted ? Math.max(0, now - at) / 1000 : 0)
}

/** All pins of the show: the room's own go back some minutes only, but have the news. */
export function allPins(old: readonly PinView[], recent: readonly PinView[]): readonly PinView[] {
  const known = new Set(recent.map(pin => pin.since))
  return inOrder([...old.filter(pin => !known.has(pin.since)), ...recent])
}
