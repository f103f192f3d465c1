import type { ReplaySpan } from '../../src/wire.ts'

/** What is to be played: a room's stream at its live edge, or a show's replay from `at` (seconds) on. */
export type Programme =
  | {
      readonly kind: 'live'
      /** The playlist. */
      readonly url: string
      /** Where WHEP is spoken for the same stream. */
      readonly whep: string
    }
  | {
      readonly kind: 'replay'
      readonly url: string
      readonly at: number
      readonly spans: readonly ReplaySpan[]
    }

/** A frame on the screen, as requestVideoFrameCallback tells of it. */
export type ShownFrame = {
  /** Seconds, as the video element counts. */
  readonly mediaTime: number
  /** Of a frame that came by RTP, where the browser says so. */
  readonly rtpTimestamp?: number | undefined
}

/** One reading of a stream: a playlist by hls.js or by the browser itself, or WebRTC. */
export type Source = {
  /** When the frame was taken, in epoch milliseconds; null while the stream has not said. */
  pictureTime(frame: ShownFrame): number | null
  close(): void
}

export type SourceEvents = {
  /** The video was given something else to play, and stands still until it is told to play. */
  onOpened(): void
  /** Beyond repair; a new source must be opened, after a while. */
  onFailed(): void
  /** This source cannot go on past what was played; a new one can, from `at` seconds (null: unknown) on. */
  onSpent(at: number | null): void
  /** All is played. Browsers do not always say so themselves. */
  onEnded(): void
  /** The playlist of a live stream was over already when it was first read. */
  onOver(): void
}
