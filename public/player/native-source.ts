import type { Programme, Source, SourceEvents } from './source.ts'
import { dateAt } from './spans.ts'

type WithStartDate = HTMLVideoElement & { getStartDate(): Date }

/**
 * Safari only: it alone says by getStartDate which wall-clock time its picture has, without which the hotspot
 * cannot follow the card. It plays low-latency HLS by itself.
 */
export function canPlayNatively(video: HTMLVideoElement): video is WithStartDate {
  return 'getStartDate' in video && video.canPlayType('application/vnd.apple.mpegurl') !== ''
}

export function openNativeSource(video: WithStartDate, programme: Programme, events: SourceEvents): Source {
  const stop = new AbortController()
  const { signal } = stop
  video.addEventListener('error', () => events.onFailed(), { signal })
  video.addEventListener('ended', () => events.onEnded(), { signal })
  video.addEventListener(
    'loadedmetadata',
    () => {
      if (programme.kind === 'replay') video.currentTime = programme.at
      else if (Number.isFinite(video.duration)) events.onOver()
    },
    { signal },
  )
  video.src = programme.url
  events.onOpened()
  return {
    pictureTime({ mediaTime }) {
      // A replay has gaps, which getStartDate knows nothing of.
      if (programme.kind === 'replay') return dateAt(programme.spans, mediaTime)
      const start = video.getStartDate().getTime()
      return Number.isFinite(start) ? start + mediaTime * 1000 : null
    },
    close() {
      stop.abort()
      video.removeAttribute('src')
      video.load()
    },
  }
}
