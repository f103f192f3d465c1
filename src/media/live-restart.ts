/** Waits before FFmpeg is started again after its first, second … death in a row. Milliseconds. */
const waits = [0, 500, 1000, 2000, 4000]

/** A run that lasted so long was a good one: the next death is a first one again. */
const healthyMs = 30_000

/** What the deaths of a broadcast's runs come to. */
export type Deaths = { readonly inARow: number }

export const noDeaths: Deaths = { inARow: 0 }

/** Counts a death; `waitMs` is null when there is no sense in another try. */
export function countDeath(deaths: Deaths, ranMs: number): { deaths: Deaths; waitMs: number | null } {
  const inARow = ranMs >= healthyMs ? 1 : deaths.inARow + 1
  return { deaths: { inARow }, waitMs: waits[inARow - 1] ?? null }
}
