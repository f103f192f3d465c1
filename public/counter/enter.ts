/** What the counter shows, as far as Enter is concerned. */
export type Phase = 'ready' | 'busy' | 'order' | 'result'

/**
 * A wedge scanner ends its text with Enter, and some send CR and LF: two of them. The second must never hand
 * over an order that nobody has looked at.
 */
const leastLookMilliseconds = 700

/** What Enter does: looks up what the field holds, hands over the order on the screen, or nothing. */
export function enterMeans(
  field: string,
  phase: Phase,
  millisecondsShown: number,
): 'lookup' | 'hand-over' | 'nothing' {
  if (phase === 'busy') return 'nothing'
  if (field.trim() !== '') return 'lookup'
  return phase === 'order' && millisecondsShown >= leastLookMilliseconds ? 'hand-over' : 'nothing'
}
