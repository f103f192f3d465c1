import { useEffect, useRef } from 'preact/hooks'

const width = 24
const height = 24
const everyMs = 1_000

/**
 * Soft light around a picture that does not fill the stage, and in its place while it is being reconnected: the
 * picture itself, tiny, blurred by enlarging.
 */
export function Backdrop({ video, on }: { video: HTMLVideoElement | null; on: boolean }) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = ref.current?.getContext('2d')
    if (!on || !video || !canvas) return
    const draw = () => {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
        canvas.drawImage(video, 0, 0, width, height)
      }
    }
    draw()
    video.addEventListener('playing', draw)
    const timer = setInterval(draw, everyMs)
    return () => {
      video.removeEventListener('playing', draw)
      clearInterval(timer)
    }
  }, [on, video])
  return <canvas ref={ref} class="backdrop" width={width} height={height} hidden={!on} />
}
