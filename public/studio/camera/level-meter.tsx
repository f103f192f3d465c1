import { useEffect, useRef } from 'preact/hooks'
import { useWords } from '../../shared/language.tsx'
import { MicIcon, MicOffIcon } from './icons.tsx'
import { SoundLevel } from './sound-level.ts'
import { cameraWords } from './words.ts'

type Props = { readonly track: MediaStreamTrack | null; readonly muted: boolean }

const everyMs = 60

/** How loud the microphone is, now. */
export function LevelMeter({ track, muted }: Props) {
  const say = useWords(cameraWords)
  const meter = useRef<HTMLMeterElement>(null)
  useEffect(() => {
    if (!track) return
    const level = new SoundLevel(track)
    // Past the framework: it is another one many times a second.
    const timer = setInterval(() => {
      const element = meter.current
      if (!element) return
      element.value = level.read()
      element.style.setProperty('--level', element.value.toFixed(2))
    }, everyMs)
    return () => {
      clearInterval(timer)
      void level.close()
    }
  }, [track])
  return (
    <div class={muted ? 'level level-muted' : 'level'}>
      {muted ? <MicOffIcon /> : <MicIcon />}
      <meter ref={meter} class="level-bar" aria-label={say('level')} min={0} max={1} data-testid="level" />
    </div>
  )
}
