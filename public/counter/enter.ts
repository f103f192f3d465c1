/** What the counter shows, as far as Enter is concerned. */
export type Phase = 'ready' | 'busy' | 'order' | 'result' | 'basket'

/**
 * A wedge scanner ends its text with Enter, and some send CR and LF: two of them. The second must never hand
 * over an order that nobody has looked at.
 */
const leastLookMilliseconds = 700

/** What Enter does: looks up what the field holds, hands over the order on the screen, takes the payment, or nothing. */
export function enterMeans(
  field: string,
  phase: Phase,
  millisecondsShown: number,
): 'lookup' | 'hand-over' | 'pay' | 'nothing' {
  // A scan is never dropped, whatever the page waits for.
  if (field.trim() !== '') return 'lookup'
  if (phase === 'busy' || millisecondsShown < leastLookMilliseconds) return 'nothing'
  return phase === 'order' ? 'hand-over' : phase === 'basket' ? 'pay' : 'nothing'
}
