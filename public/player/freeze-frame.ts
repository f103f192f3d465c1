/**
 * Lays the picture that is on the screen over the video, as a still that looks the same, so that nobody sees the video
 * without one while its source is changed. Returns what takes it away again.
 */
export function freezeFrame(video: HTMLVideoElement): () => void {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return () => {}
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  // Its place on the page, and how a picture of another shape lies in it.
  canvas.className = video.className
  canvas.dataset.testid = 'still'
  canvas.style.cssText = video.style.cssText
  canvas.style.pointerEvents = 'none'
  video.after(canvas)
  return () => canvas.remove()
}

/** Calls back once the source that the video was given just now is to be seen. Returns how to call that off. */
export function whenPictured(video: HTMLVideoElement, then: () => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(then)
    return () => video.cancelVideoFrameCallback(handle)
  }
  const stop = new AbortController()
  const element: HTMLVideoElement = video
  element.addEventListener('timeupdate', () => element.videoWidth > 0 && then(), { signal: stop.signal })
  return () => stop.abort()
}
