import type { Pin } from './pin-store.ts'
import type { ReplaySpan } from './room-ports.ts'

/** When a product was shown, in seconds of the replay's own time. */
export type Marker = { readonly productId: string; readonly at: number; readonly durationSeconds: number }

/**
 * A card comes back with the host's picture: stays of one product that are so near to each other in the replay are
 * one to a viewer. Seconds.
 */
const nearSeconds = 1

/** The pins of a show as marks on its replay, which leaves out what was not recorded. Oldest first. */
export function markers(pins: readonly Pin[], spans: readonly ReplaySpan[]): readonly Marker[] {
  const stretches = pins
    .flatMap(pin => spans.flatMap(span => stretchOf(pin, span)))
    .sort((a, b) => a.from - b.from)
  const joined: Stretch[] = []
  for (const stretch of stretches) {
    const last = joined.at(-1)
    if (last?.productId === stretch.productId && stretch.from - last.to < nearSeconds) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, stretch.to) }
    } else joined.push(stretch)
  }
  return joined.map(({ productId, from, to }) => ({
    productId,
    at: round(from),
    durationSeconds: round(to - from),
  }))
}

type Stretch = { readonly productId: string; readonly from: number; readonly to: number }

function stretchOf(pin: Pin, span: ReplaySpan): readonly Stretch[] {
  const seconds = (time: number): number => (time - span.since) / 1000
  const from = Math.max(0, seconds(pin.since))
  const to = Math.min(span.durationSeconds, pin.until === null ? Infinity : seconds(pin.until))
  return to > from ? [{ productId: pin.productId, from: span.at + from, to: span.at + to }] : []
}

/** To milliseconds: no player shows more. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
