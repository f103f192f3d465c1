import { useEffect, useRef, useState } from 'preact/hooks'

type Playback = {
  readonly video: { current: HTMLVideoElement | null }
  readonly failed: boolean
}

const againMs = 3_000

/** Plays an HLS address as long as the component is there; what breaks is tried again. */
export function usePlayback(url: string): Playback {
  const video = useRef<HTMLVideoElement>(null)
  const [failed, setFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let stopped = false
    let stop = () => {}
    const again = () => {
      if (stopped) return
      setFailed(true)
      timer = setTimeout(() => setAttempt(count => count + 1), againMs)
    }
    const start = async () => {
      const { default: Hls } = await import('hls.js/dist/hls.light.min.mjs')
      const element = video.current
      if (stopped || !element) return
      element.addEventListener('playing', () => setFailed(false))
      if (!Hls.isSupported()) {
        element.src = url
        element.addEventListener('error', again, { once: true })
        stop = () => {
          element.removeEventListener('error', again)
          element.removeAttribute('src')
          element.load()
        }
        return
      }
      // No worker: it would need blob: in the page's script policy.
      const hls = new Hls({ enableWorker: false, backBufferLength: 10, capLevelToPlayerSize: true })
      hls.on(Hls.Events.ERROR, (_event, data) => {
        if (data.fatal) again()
      })
      hls.loadSource(url)
      hls.attachMedia(element)
      stop = () => hls.destroy()
    }
    start().catch(again)
    return () => {
      stopped = true
      clearTimeout(timer)
      stop()
    }
  }, [url, attempt])

  return { video, failed }
}
