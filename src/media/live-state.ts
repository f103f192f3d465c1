import type { Rendition } from './ladder/plan.ts'
import type { EncoderFigures } from './ladder/progress.ts'
import type { SourceInfo } from './ports.ts'

/** What a room's stream is doing. `since` in milliseconds since the epoch. */
export type LiveState =
  | { readonly state: 'offline' }
  | { readonly state: 'starting'; readonly since: number; readonly source: LiveSource }
  | {
      readonly state: 'live'
      readonly since: number
      readonly source: LiveSource
      readonly encoder: LiveEncoder
    }

export type LiveSource = { readonly info: SourceInfo; readonly remoteAddress: string }

export type LiveEncoder = {
  readonly renditions: readonly Rendition[]
  /** Null while FFmpeg is being started anew, or has not told yet. */
  readonly figures: EncoderFigures | null
  /** How often FFmpeg had to be started anew in this broadcast. */
  readonly restarts: number
}
