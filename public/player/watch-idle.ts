/** A page that nobody looks at or listens to keeps a connection no longer than this. */
const idleMs = 30_000

type Events = {
  onIdle(): void
  onWanted(): void
}

export type IdleWatch = {
  isIdle(): boolean
  /** Begins to count, if it is idle; for whoever did not listen before. */
  look(): void
  close(): void
}

/** Tells when the video has stood still, or muted and out of sight, for a while, or the page is left; and when it goes on. */
export function watchIdle(video: HTMLVideoElement, { onIdle, onWanted }: Events): IdleWatch {
  const stop = new AbortController()
  const { signal } = stop
  let timer: ReturnType<typeof setTimeout> | undefined
  const isIdle = () =>
    video.paused || (document.hidden && video.muted && document.pictureInPictureElement !== video)
  const look = () => {
    clearTimeout(timer)
    if (isIdle()) timer = setTimeout(() => isIdle() && onIdle(), idleMs)
    else onWanted()
  }
  for (const type of ['play', 'pause', 'volumechange', 'leavepictureinpicture']) {
    video.addEventListener(type, look, { signal })
  }
  document.addEventListener('visibilitychange', look, { signal })
  addEventListener('pageshow', look, { signal })
  addEventListener('pagehide', onIdle, { signal })
  return {
    isIdle,
    look,
    close() {
      stop.abort()
      clearTimeout(timer)
    },
  }
}
