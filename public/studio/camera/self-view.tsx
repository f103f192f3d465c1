import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { pictureSize } from './camera-choice.ts'
import type { CaptureView } from './capture.ts'

type Props = {
  readonly view: CaptureView
  readonly label: string
  /** What lies over the picture, in per cent of it. */
  readonly children?: ComponentChildren
}

/** What this device sends, before it is sent. Never heard: a host would hear themselves. */
export function SelfView({ view, label, children }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const [ratio, setRatio] = useState<number | null>(null)
  const { width, height } = pictureSize(view.shape)
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = view.video ? new MediaStream([view.video]) : null
    return () => {
      element.srcObject = null
    }
  }, [view.video])
  return (
    <div class="self-view" style={{ '--picture': String(ratio ?? width / height) }}>
      <video
        ref={video}
        class={view.mirrored ? 'self-video self-mirrored' : 'self-video'}
        data-testid="self-view"
        aria-label={label}
        muted
        autoplay
        playsinline
        onResize={({ currentTarget: { videoWidth, videoHeight } }) =>
          videoWidth > 0 && setRatio(videoWidth / videoHeight)
        }
      />
      {children}
    </div>
  )
}
