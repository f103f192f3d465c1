import type { Rendition } from './ladder/plan.ts'
import type { EncoderFigures } from './ladder/progress.ts'
import type { SourceInfo } from './ports.ts'

/** What a room's stream is doing. Times in milliseconds since the epoch. */
export type LiveState =
  | { readonly state: 'offline' }
  | { readonly state: 'starting'; readonly since: number; readonly source: LiveSource }
  | {
      readonly state: 'live'
      readonly since: number
      /** Null while nobody sends. */
      readonly source: LiveSource | null
      readonly encoder: LiveEncoder | null
      /** The host's picture is away, a slate stands in for it. */
      readonly interruption: Interruption | null
      /** Why what follows is not in the show's replay; null: it is. */
      readonly recordingStopped: string | null
    }

export type LiveSource = { readonly info: SourceInfo; readonly remoteAddress: string }

/** The show ends at `endsAt` unless the host is back by then. */
export type Interruption = { readonly since: number; readonly endsAt: number }

export type LiveEncoder = {
  readonly renditions: readonly Rendition[]
  /** Null while FFmpeg is being started anew, or has not told yet. */
  readonly figures: EncoderFigures | null
  /** How often FFmpeg had to be started anew in this broadcast. */
  readonly restarts: number
}
