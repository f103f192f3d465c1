/** A code that the camera saw. `at`: milliseconds. */
export type Sighting = { readonly code: string; readonly at: number }

/** A code that stays before the camera is one scan, not one for each picture. */
const goneMilliseconds = 3_000

export function isNewSighting(last: Sighting | null, seen: Sighting): boolean {
  return last === null || last.code !== seen.code || seen.at - last.at > goneMilliseconds
}
