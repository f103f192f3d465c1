import type { StreamState } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { CameraIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { cameraWords } from './words.ts'

type Props = { readonly state: StreamState; onOpen(): void }

/** The way in: the first thing to do while nobody is live, one among others while somebody is. */
export function GoLive({ state, onOpen }: Props) {
  const say = useWords(cameraWords)
  if (state !== 'offline')
    return (
      <Button wide onClick={onOpen} data-testid="go-live-here">
        <CameraIcon />
        {say('goOnHere')}
      </Button>
    )
  return (
    <div class="go-live">
      <Button kind="primary" wide onClick={onOpen} data-testid="go-live-here">
        <CameraIcon />
        {say('goLiveHere')}
      </Button>
      <p class="small quiet">{say('goLiveHereText')}</p>
    </div>
  )
}
