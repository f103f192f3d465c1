import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { playerWords } from './player-words.ts'

/** For mice only: phones have keys for it, and iPhones let no page set it. */
export function VolumeSlider({ video }: { video: HTMLVideoElement }) {
  const say = useWords(playerWords)
  const [volume, setVolume] = useState(video.muted ? 0 : video.volume)
  useEffect(() => {
    const read = () => setVolume(video.muted ? 0 : video.volume)
    video.addEventListener('volumechange', read)
    return () => video.removeEventListener('volumechange', read)
  }, [video])
  const set = (event: Event) => {
    if (!(event.currentTarget instanceof HTMLInputElement)) return
    video.volume = event.currentTarget.valueAsNumber
    video.muted = video.volume === 0
  }
  return (
    <input
      type="range"
      class="volume"
      aria-label={say('volume')}
      min={0}
      max={1}
      step={0.05}
      value={volume}
      onInput={set}
    />
  )
}
