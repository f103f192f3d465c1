import type { ReplayView } from '../../src/wire.ts'

export type Marker = ReplayView['markers'][number]

/** The marker that a finger within `reach` seconds of it means; the nearest. */
export function markerNear(markers: readonly Marker[], at: number, reach: number): Marker | null {
  const near = markers.filter(marker => Math.abs(marker.at - at) <= reach)
  return near.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0] ?? null
}

/** The product that is being shown at this time; the newest, where two meet. */
export function markerAt(markers: readonly Marker[], at: number): Marker | null {
  return markers.findLast(marker => marker.at <= at && at < marker.at + marker.durationSeconds) ?? null
}

/** A host who pins twice in a moment (a slip, a new run of the encoder) has explained once. */
const sameTalkSeconds = 10

/** Where a product's explanations begin, in order. */
export function talksOf(markers: readonly Marker[], productId: string): readonly Marker[] {
  const talks: Marker[] = []
  for (const marker of markers.filter(each => each.productId === productId)) {
    const last = talks.at(-1)
    if (last === undefined || marker.at - (last.at + last.durationSeconds) > sameTalkSeconds)
      talks.push(marker)
    else talks[talks.length - 1] = { ...last, durationSeconds: marker.at + marker.durationSeconds - last.at }
  }
  return talks
}
