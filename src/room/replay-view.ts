import { isoTime } from '../fields.ts'
import type { ReplayView } from '../wire.ts'
import { markers } from './markers.ts'
import type { Pin } from './pin-store.ts'
import type { ReplayInfo } from './room-ports.ts'

export function replayView(showId: string, replay: ReplayInfo, pins: readonly Pin[]): ReplayView {
  const { durationSeconds, live, spans, thumbnails } = replay
  return {
    url: `/replays/${showId}/index.m3u8`,
    durationSeconds,
    live,
    spans: spans.map(span => ({ ...span, since: isoTime(span.since) })),
    markers: [...markers(pins, spans)],
    thumbnails: thumbnails && { url: `/replays/${showId}/thumbnails/{n}.jpg`, ...thumbnails },
  }
}
