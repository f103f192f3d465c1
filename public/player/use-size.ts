import { useEffect, useState } from 'preact/hooks'
import type { Size } from './content-box.ts'

/** CSS pixels of an element, as they change. */
export function useElementSize(element: HTMLElement | null): Size | null {
  const [size, setSize] = useState<Size | null>(null)
  useEffect(() => {
    if (!element) return
    const observer = new ResizeObserver(entries => {
      const box = entries.at(-1)?.contentRect
      if (box) setSize({ width: box.width, height: box.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return size
}

/** Pixels of the picture itself; null before its first. Changes with the rendition. */
export function usePictureSize(video: HTMLVideoElement | null): Size | null {
  const [size, setSize] = useState<Size | null>(null)
  useEffect(() => {
    if (!video) return
    // Zero while a new source is opened: the last size stays, so that the page does not jump.
    const read = () => {
      if (video.videoWidth > 0) setSize({ width: video.videoWidth, height: video.videoHeight })
    }
    const stop = new AbortController()
    video.addEventListener('resize', read, { signal: stop.signal })
    video.addEventListener('loadedmetadata', read, { signal: stop.signal })
    read()
    return () => stop.abort()
  }, [video])
  return size
}
