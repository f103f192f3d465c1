/** What was sent in one stretch of some seconds. */
export type Sending = {
  readonly kilobitsPerSecond: number
  /** Pixels and pictures a second as they leave this device. */
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  /** Share of packets that did not arrive, 0..1; null: unknown. */
  readonly loss: number | null
  /** Milliseconds to the server and back; null: unknown. */
  readonly roundTripMs: number | null
  /** What holds the picture back, by the browser. */
  readonly limit: 'none' | 'cpu' | 'bandwidth' | 'other'
}

export type Quality = {
  readonly level: 'good' | 'weak' | 'bad'
  /** What to do something about; null: nothing. */
  readonly cause: 'network' | 'device' | null
}

/** So many stretches are looked at together: one hiccup is no news. */
export const qualityStretches = 3

const good: Quality = { level: 'good', cause: null }

/**
 * Pure. Loss beyond 3 % is seen by viewers, beyond 10 % (https://www.rfc-editor.org/rfc/rfc8836 and what x264 and
 * retransmission bear) the picture stands still; under 15 pictures a second it stutters.
 */
export function qualityOf(recent: readonly Sending[]): Quality {
  const last = recent.at(-1)
  if (!last || recent.length < qualityStretches) return good
  const loss = middle(recent.map(sending => sending.loss ?? 0))
  const delay = middle(recent.map(sending => sending.roundTripMs ?? 0))
  const frames = middle(recent.map(sending => sending.framesPerSecond))
  const rate = middle(recent.map(sending => sending.kilobitsPerSecond))
  const heldBy = (limit: Sending['limit']) => recent.every(sending => sending.limit === limit)

  if (loss > 0.1 || delay > 1_000) return { level: 'bad', cause: 'network' }
  if (heldBy('bandwidth') && (rate < 500 || frames < 12)) return { level: 'bad', cause: 'network' }
  if (heldBy('cpu') && frames < 12) return { level: 'bad', cause: 'device' }
  if (loss > 0.03 || delay > 400) return { level: 'weak', cause: 'network' }
  if (heldBy('bandwidth') && (rate < 1_200 || frames < 20)) return { level: 'weak', cause: 'network' }
  if (heldBy('cpu') && frames < 20) return { level: 'weak', cause: 'device' }
  return good
}

/** The median. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
