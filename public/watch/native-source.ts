import type { Source, SourceEvents } from './player.ts'

type WithStartDate = HTMLVideoElement & { getStartDate(): Date }

/**
 * Safari only: it alone says by getStartDate which wall-clock time its picture has, without which the hotspot
 * cannot follow the card.
 */
export function canPlayNatively(video: HTMLVideoElement): video is WithStartDate {
  return 'getStartDate' in video && video.canPlayType('application/vnd.apple.mpegurl') !== ''
}

export function openNativeSource(video: WithStartDate, url: string, events: SourceEvents): Source {
  const stop = new AbortController()
  const { signal } = stop
  video.addEventListener('error', () => events.onFailed(), { signal })
  video.addEventListener('loadedmetadata', () => Number.isFinite(video.duration) && events.onOver(), {
    signal,
  })
  video.src = url
  return {
    pictureTime(mediaTime) {
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
