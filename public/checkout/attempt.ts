/** One try to place one order. */
export type Attempt = {
  readonly key: string
  readonly body: string
  readonly at: number
  /** Its lines came from the basket: they leave it once they are ordered. */
  readonly basket: boolean
}

// Longer than anybody waits for an answer, shorter than the same order meant anew.
const keptMs = 10 * 60_000

/** The same order asked for again is the same attempt, so that a lost answer never buys twice. */
export function attemptFor(
  last: Attempt | null,
  order: { readonly body: string; readonly basket: boolean },
  now: number,
  newKey: () => string,
): Attempt {
  if (isOpen(last, now) && last.body === order.body) return last
  return { key: newKey(), body: order.body, at: now, basket: order.basket }
}

/**
 * An attempt whose answer was lost, when something else is to be ordered now: it may have been placed, so the buyer is
 * asked before another is.
 */
export function unansweredBefore(last: Attempt | null, body: string, now: number): Attempt | null {
  return isOpen(last, now) && last.body !== body ? last : null
}

function isOpen(last: Attempt | null, now: number): last is Attempt {
  return last !== null && now - last.at < keptMs && now >= last.at
}

/** Of what was kept on the device; null when there is none or it is not one. */
export function parseAttempt(text: string | null): Attempt | null {
  try {
    const kept: unknown = JSON.parse(text ?? '')
    if (typeof kept !== 'object' || kept === null || !('key' in kept && 'body' in kept && 'at' in kept))
      return null
    const { key, body, at } = kept
    const basket = 'basket' in kept && kept.basket === true
    return typeof key === 'string' && typeof body === 'string' && typeof at === 'number'
      ? { key, body, at, basket }
      : null
  } catch {
    return null
  }
}

/** Whether the server has decided (so that the next try is a new one), or may have, and nobody heard. */
export function isDecided(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
}
