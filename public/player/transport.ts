import type { ReplayView } from '../../src/wire.ts'
import type { Marker } from './markers.ts'

/** What the controls do. Seconds. */
export type Transport = {
  play(): void
  pause(): void
  /** To a time of the reel. */
  seekTo(at: number): void
  /** Only where there is a live edge. */
  goLive(): void
}

/** What the seek bar shows, at this moment. */
export type Reel = {
  readonly durationSeconds: number
  readonly position: number
  /** `at`: the live edge is played; `behind`: it is not; null: there is none. */
  readonly live: 'at' | 'behind' | null
  readonly markers: readonly Marker[]
  readonly thumbnails: ReplayView['thumbnails']
  titleOf(productId: string): string
}
