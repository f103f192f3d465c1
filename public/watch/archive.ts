import type { ShowPageView } from '../../src/wire.ts'

/** What the server told of the show that is watched, and when (`performance.now()`). */
export type Archive = { readonly view: ShowPageView; readonly at: number }

/** How long the recording is by now: while it is live it grows with the clock. Seconds. */
export function lengthOf({ view: { replay }, at }: Archive, now: number, interrupted: boolean): number {
  if (replay === null) return 0
  return replay.durationSeconds + (replay.live && !interrupted ? Math.max(0, now - at) / 1000 : 0)
}
