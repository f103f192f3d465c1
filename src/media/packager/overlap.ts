/** How far a run may reach into what was shown before it: clocks are not that exact. */
const overlapMs = 200
/** More than this is not left out of a run, whatever the clocks say. */
const maxLeftOutMs = 3000

/**
 * Whether a run may begin with the picture `intoMs` milliseconds behind its 0: not with what was shown already. A
 * source that takes over overlaps the one before, and PROGRAM-DATE-TIME may not go back (rfc8216bis 6.2.1).
 * `shownUntil` and `startedAt`: milliseconds since the epoch.
 */
export function mayBegin(shownUntil: number | null, startedAt: number, intoMs: number): boolean {
  if (shownUntil === null) return true
  const overlap = shownUntil - (startedAt + intoMs)
  return overlap <= overlapMs || intoMs + overlap > maxLeftOutMs
}
