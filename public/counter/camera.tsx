import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { openCodeReader } from './code-reader.ts'
import { isNewSighting, type Sighting } from './sighting.ts'
import { counterWords } from './words.ts'

type Props = {
  /** An order is on the screen: out of sight, and what it sees is not reported; but ready at once. */
  readonly paused: boolean
  onCode(code: string): void
  onClose(): void
}

type State = 'asking' | 'scanning' | 'denied' | 'missing' | 'busy' | 'insecure'

const stateWords = {
  asking: 'cameraAsking',
  scanning: 'cameraAim',
  denied: 'cameraDenied',
  missing: 'cameraMissing',
  busy: 'cameraBusy',
  insecure: 'cameraInsecure',
} as const

const betweenPicturesMs = 120

export function Camera({ paused, onCode, onClose }: Props) {
  const say = useWords(counterWords)
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<State>('asking')
  const [attempt, setAttempt] = useState(0)
  const latest = useRef({ paused, onCode })
  latest.current = { paused, onCode }

  useEffect(() => {
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let last: Sighting | null = null
    let stopped = false

    const start = async () => {
      // Browsers hide it on plain http.
      if (!navigator.mediaDevices) return setState('insecure')
      setState('asking')
      try {
        const [opened, read] = await Promise.all([
          navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
          openCodeReader(),
        ])
        stream = opened
        const element = video.current
        if (stopped || !element) return release()
        element.srcObject = stream
        await element.play()
        setState('scanning')
        const look = async () => {
          const code = await read(element).catch(() => null)
          if (stopped) return
          const seen = code ? { code, at: performance.now() } : null
          if (seen) {
            if (!latest.current.paused && isNewSighting(last, seen)) latest.current.onCode(seen.code)
            last = seen
          }
          timer = setTimeout(look, betweenPicturesMs)
        }
        void look()
      } catch (error) {
        release()
        if (!stopped) setState(cameraFault(error))
      }
    }
    const release = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    void start()
    return () => {
      stopped = true
      clearTimeout(timer)
      release()
    }
  }, [attempt])

  const working = state === 'asking' || state === 'scanning'
  return (
    <div class={`camera camera-${state}`} data-testid="camera" data-state={state} hidden={paused}>
      <video ref={video} class="camera-video" muted playsinline hidden={!working} />
      {state === 'scanning' && <span class="camera-frame" />}
      <p class="camera-text" role="status">
        {say(stateWords[state])}
      </p>
      <div class="camera-actions">
        {(state === 'denied' || state === 'busy') && (
          <Button onClick={() => setAttempt(attempt + 1)}>{say('retry')}</Button>
        )}
        <Button onClick={onClose}>{say('closeCamera')}</Button>
      </div>
    </div>
  )
}

/** By the names of https://www.w3.org/TR/mediacapture-streams/#methods-5. */
function cameraFault(error: unknown): State {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}
