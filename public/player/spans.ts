import type { ReplaySpan } from '../../src/wire.ts'

/** Epoch milliseconds of the picture `at` seconds into the replay. Past the end the last span goes on. */
export function dateAt(spans: readonly ReplaySpan[], at: number): number | null {
  const span = spans.findLast(each => each.at <= at) ?? spans[0]
  return span ? Date.parse(span.since) + (at - span.at) * 1000 : null
}

/**
 * Seconds into the replay at which it shows the picture of `date` (epoch milliseconds); in a gap, the first picture
 * after it. Past the end the last span goes on, since a live one grows.
 */
export function placeOf(spans: readonly ReplaySpan[], date: number): number {
  for (const [index, span] of spans.entries()) {
    const into = (date - Date.parse(span.since)) / 1000
    const isLast = index === spans.length - 1
    if (into < span.durationSeconds || isLast) return span.at + Math.max(0, into)
  }
  return 0
}
