/** An ended recording. Times are epoch milliseconds. */
export type Removable = {
  readonly showId: string
  readonly startedAt: number
  readonly endedAt: number
  readonly bytes: number
}

const day = 86_400_000

/** Those that are older than `keepDays` (0: none is). */
export function expired(recordings: readonly Removable[], keepDays: number, now: number): Removable[] {
  return keepDays === 0 ? [] : recordings.filter(({ endedAt }) => now - endedAt > keepDays * day)
}

/** The oldest, as many as hold so many bytes together, or all. */
export function oldest(recordings: readonly Removable[], bytes: number): Removable[] {
  const byAge = [...recordings].sort((a, b) => a.startedAt - b.startedAt)
  const chosen: Removable[] = []
  for (let freed = 0; freed < bytes; ) {
    const next = byAge.shift()
    if (!next) break
    chosen.push(next)
    freed += next.bytes
  }
  return chosen
}
