/** Milliseconds that the server's clock is ahead of the device's: at least, and at most. */
export type ClockBounds = { readonly low: number; readonly high: number }

/** An answer's Date header (epoch milliseconds, cut to the second), and the device's time around the call. */
export type ClockSample = { readonly date: number; readonly sentAt: number; readonly receivedAt: number }

/**
 * What a further sample leaves of what is known. The server wrote its Date somewhere between the call and its answer,
 * and up to a second after what it says. Where that contradicts, one of the clocks was set meanwhile: then only the
 * new sample counts.
 */
export function narrowed(known: ClockBounds | null, { date, sentAt, receivedAt }: ClockSample): ClockBounds {
  const sample = { low: date - receivedAt, high: date + 1000 - sentAt }
  if (known === null) return sample
  const both = { low: Math.max(known.low, sample.low), high: Math.min(known.high, sample.high) }
  return both.low <= both.high ? both : sample
}

export function offsetOf({ low, high }: ClockBounds): number {
  return (low + high) / 2
}

/**
 * Milliseconds from `now` (the device's) until the server's second most likely turns: what a call just then says
 * halves what is not known.
 */
export function nextSampleIn(bounds: ClockBounds, now: number): number {
  const into = (now + offsetOf(bounds)) % 1000
  return 1000 - ((into + 1000) % 1000)
}
