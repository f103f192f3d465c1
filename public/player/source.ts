import type { ReplaySpan } from '../../src/wire.ts'

/** What is to be played: a room's stream at its live edge, or a show's replay from `at` (seconds) on. */
export type Programme =
  | { readonly kind: 'live'; readonly url: string }
  | {
      readonly kind: 'replay'
      readonly url: string
      readonly at: number
      readonly spans: readonly ReplaySpan[]
    }

/** One reading of a playlist, by hls.js or by the browser itself. */
export type Source = {
  /** Epoch milliseconds of the frame shown at `mediaTime` (seconds); null while the stream has not said. */
  pictureTime(mediaTime: number): number | null
  close(): void
}

export type SourceEvents = {
  /** Beyond repair; a new source must be opened, after a while. */
  onFailed(): void
  /** This source cannot go on past what was played; a new one can, from `at` seconds (null: unknown) on. */
  onSpent(at: number | null): void
  /** All is played. Browsers do not always say so themselves. */
  onEnded(): void
  /** The playlist of a live stream was over already when it was first read. */
  onOver(): void
}
