import { Button } from '../shared/button.tsx'
import { CameraIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { sellWords } from './sell/words.ts'
import { counterWords } from './words.ts'

type Props = {
  readonly quantity: number | null
  readonly camera: boolean
  onCamera(): void
  onHelp(): void
}

/** Beside the entry: how many the next scan means, the camera, the keys. */
export function EntryTools({ quantity, camera, onCamera, onHelp }: Props) {
  const say = useWords(counterWords)
  const saySell = useWords(sellWords)
  return (
    <>
      {quantity !== null && (
        <strong class="times" role="status" data-testid="times">
          {saySell('times', { count: quantity })}
        </strong>
      )}
      <Button
        icon
        aria-label={say(camera ? 'closeCamera' : 'camera')}
        aria-pressed={camera}
        onClick={onCamera}
        data-testid="camera-button"
      >
        <CameraIcon />
      </Button>
      <Button icon class="help-button" kind="quiet" aria-label={saySell('help')} onClick={onHelp}>
        ?
      </Button>
    </>
  )
}
