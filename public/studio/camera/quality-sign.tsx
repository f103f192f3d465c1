import { useState } from 'preact/hooks'
import { useWords } from '../../shared/language.tsx'
import type { Quality, Sending } from './quality.ts'
import { cameraWords } from './words.ts'

type Props = { readonly quality: Quality; readonly sending: Sending }

/** One word for the line; what to do when it is not good, and the figures for who wants them. */
export function QualitySign({ quality, sending }: Props) {
  const say = useWords(cameraWords)
  const [open, setOpen] = useState(false)
  const { level, cause } = quality
  return (
    <div class={`quality quality-${level}`} data-testid="quality" data-level={level}>
      <button type="button" class="quality-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="quality-bars" aria-hidden="true" />
        {say(cause === 'device' ? 'weakDevice' : level)}
      </button>
      {cause !== null && (
        <p class="quality-text small" role="status">
          {say(cause === 'device' ? 'adviceDevice' : 'adviceNetwork')}
        </p>
      )}
      {open && (
        <p class="quality-text small" data-testid="figures">
          {say('figures', {
            width: sending.width,
            height: sending.height,
            fps: Math.round(sending.framesPerSecond),
            rate: Math.round(sending.kilobitsPerSecond),
            delay: sending.roundTripMs === null ? '–' : Math.round(sending.roundTripMs),
            loss: sending.loss === null ? '–' : Math.round(sending.loss * 1_000) / 10,
          })}
        </p>
      )}
    </div>
  )
}
