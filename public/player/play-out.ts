const nearSeconds = 0.15

/** Calls back once nothing that is buffered is left to play; at once if nothing is. Returns how to call that off. */
export function whenPlayedOut(video: HTMLVideoElement, then: () => void): () => void {
  const stop = new AbortController()
  const look = () => {
    if (stop.signal.aborted || bufferedAhead(video) > nearSeconds) return
    stop.abort()
    then()
  }
  for (const event of ['timeupdate', 'waiting', 'seeking', 'emptied']) {
    video.addEventListener(event, look, { signal: stop.signal })
  }
  look()
  return () => stop.abort()
}

function bufferedAhead({ buffered, currentTime }: HTMLVideoElement): number {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + nearSeconds && currentTime < buffered.end(index)) {
      return buffered.end(index) - currentTime
    }
  }
  return 0
}
