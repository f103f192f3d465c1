import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { playerWords } from './player-words.ts'

const speeds = [1, 1.25, 1.5, 2]

export function SpeedChoice({ video }: { video: HTMLVideoElement }) {
  const say = useWords(playerWords)
  const [speed, setSpeed] = useState(video.defaultPlaybackRate)
  useEffect(() => {
    const read = () => setSpeed(video.defaultPlaybackRate)
    video.addEventListener('ratechange', read)
    return () => video.removeEventListener('ratechange', read)
  }, [video])
  const choose = (event: Event) => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return
    const chosen = Number(event.currentTarget.value)
    // The default too: it is what a source that is opened anew begins with.
    video.defaultPlaybackRate = chosen
    video.playbackRate = chosen
    setSpeed(chosen)
  }
  return (
    <select class="speed" data-testid="speed" aria-label={say('speed')} value={speed} onChange={choose}>
      {speeds.map(value => (
        <option key={value} value={value}>
          {value}×
        </option>
      ))}
    </select>
  )
}
