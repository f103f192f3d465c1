/** One try to place one order. */
export type Attempt = { readonly key: string; readonly body: string; readonly at: number }

// Longer than anybody waits for an answer, shorter than the same order meant anew.
const keptMs = 10 * 60_000

/** The same order asked for again is the same attempt, so that a lost answer never buys twice. */
export function attemptFor(last: Attempt | null, body: string, now: number, newKey: () => string): Attempt {
  if (last && last.body === body && now - last.at < keptMs && now >= last.at) return last
  return { key: newKey(), body, at: now }
}

/** Of what was kept on the device; null when there is none or it is not one. */
export function parseAttempt(text: string | null): Attempt | null {
  try {
    const kept: unknown = JSON.parse(text ?? '')
    if (typeof kept !== 'object' || kept === null || !('key' in kept && 'body' in kept && 'at' in kept))
      return null
    const { key, body, at } = kept
    return typeof key === 'string' && typeof body === 'string' && typeof at === 'number'
      ? { key, body, at }
      : null
  } catch {
    return null
  }
}

/** Whether the server has decided (so that the next try is a new one), or may have, and nobody heard. */
export function isDecided(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
}
