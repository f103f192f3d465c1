import type { HealthView } from '../../src/wire.ts'

export type Sample = {
  /** Milliseconds since the epoch, by this device. */
  readonly at: number
  readonly kilobitsPerSecond: number
  readonly framesPerSecond: number
}

export const historySeconds = 120

/** Adds a figure and forgets what is older than two minutes. */
export function remember(history: readonly Sample[], health: HealthView, at: number): readonly Sample[] {
  const { kilobitsPerSecond, framesPerSecond } = health
  return [
    ...history.filter(sample => sample.at > at - historySeconds * 1000 && sample.at < at),
    { at, kilobitsPerSecond, framesPerSecond },
  ]
}

/** A line of figures as points of an SVG polyline: newest at the right edge, 0 at the bottom. */
export function sparkline(
  points: readonly { readonly at: number; readonly value: number }[],
  box: { readonly width: number; readonly height: number },
  now: number,
): string {
  const top = Math.max(1, ...points.map(point => point.value)) * 1.1
  return points
    .map(({ at, value }) => {
      const x = box.width * (1 - (now - at) / (historySeconds * 1000))
      const y = box.height * (1 - value / top)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
