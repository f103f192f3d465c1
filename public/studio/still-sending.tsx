import { AlertIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { studioWords } from './words.ts'

/** The show was ended here, and OBS (or this device), which knows nothing of it, goes on. */
export function StillSending({ byCamera }: { byCamera: boolean }) {
  const say = useWords(studioWords)
  return (
    <div class="banner banner-warn" role="status" data-testid="still-sending">
      <AlertIcon />
      <div class="banner-text">
        <strong>{say(byCamera ? 'stillSendingHere' : 'stillSending')}</strong>
        <span class="small">{say(byCamera ? 'stillSendingHereText' : 'stillSendingText')}</span>
      </div>
    </div>
  )
}
