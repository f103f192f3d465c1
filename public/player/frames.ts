import type { ShownFrame } from './source.ts'

const modestMs = 80

/** Calls with each frame as it is shown. Returns the function that ends it. */
export function watchFrames(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    let handle = 0
    const next: VideoFrameRequestCallback = (_now, frame) => {
      onFrame(frame)
      handle = video.requestVideoFrameCallback(next)
    }
    handle = video.requestVideoFrameCallback(next)
    return () => video.cancelVideoFrameCallback(handle)
  }
  return watchByAnimationFrames(video, onFrame)
}

function watchByAnimationFrames(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  let last = Number.NEGATIVE_INFINITY
  const next = (now: number) => {
    if (now - last >= modestMs) {
      last = now
      onFrame({ mediaTime: video.currentTime })
    }
    handle = requestAnimationFrame(next)
  }
  let handle = requestAnimationFrame(next)
  return () => cancelAnimationFrame(handle)
}
