import type { Kept } from './archive.ts'
import { thumbnailSeconds } from './recorder-pictures.ts'

/** What can be played of a show, also while it is live. Seconds, pixels. */
export type ReplayInfo = {
  readonly durationSeconds: number
  readonly live: boolean
  /** Stretches without a gap; `since`: epoch milliseconds. */
  readonly spans: readonly { readonly at: number; readonly since: number; readonly durationSeconds: number }[]
  readonly thumbnails: {
    readonly count: number
    readonly everySeconds: number
    readonly width: number
    readonly height: number
  } | null
  readonly hasCover: boolean
}

export function replayInfo({ summary, endedAt }: Kept): ReplayInfo {
  const { durationSeconds, spans, thumbnails, hasCover } = summary
  return {
    durationSeconds,
    live: endedAt === null,
    spans,
    thumbnails: thumbnails && { ...thumbnails, everySeconds: thumbnailSeconds },
    hasCover,
  }
}
