const firstMs = 500
const usualLongestMs = 15_000

/** How long to wait before try number `attempt` (0 is the first again): doubling, capped, with full jitter. */
export function backoffMs(
  attempt: number,
  random: () => number = Math.random,
  longestMs = usualLongestMs,
): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** attempt)
  // Never under a quarter: a server that is back up must not be met by everybody at once, nor in a hot loop.
  return ceiling * (0.25 + 0.75 * random())
}
