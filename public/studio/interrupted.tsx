import { useState } from 'preact/hooks'
import type { RoomView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { Button } from '../shared/button.tsx'
import { AlertIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { countdownText } from '../shared/show-time.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly slug: string
  readonly interrupted: NonNullable<RoomView['interrupted']>
  readonly now: number
  /** This very device sends the picture, and is coming back by itself. */
  readonly byCamera: boolean
  onWaiting(room: RoomView): void
  onEnd(): void
  show(text: string, kind: 'bad'): void
}

const waitSeconds = 300

/** The host's picture is away: what viewers see, when the show ends, and the way to more time. */
export function Interrupted({ slug, interrupted, now, byCamera, onWaiting, onEnd, show }: Props) {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const endsAt = Date.parse(interrupted.endsAt)
  const wait = async () => {
    setBusy(true)
    try {
      const path = `/api/v1/rooms/${encodeURIComponent(slug)}/wait`
      onWaiting(await call<RoomView>('POST', path, { body: { seconds: waitSeconds } }))
    } catch (error) {
      show(say('waitFailed', { why: sayProblem(error) }), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="banner banner-bad interrupted" data-testid="interrupted">
      <AlertIcon />
      <div class="banner-text">
        <div role="alert">
          <strong>{say('interrupted')}</strong>
          <p class="small">{say(byCamera ? 'interruptedHere' : 'interruptedText')}</p>
        </div>
        <p class="banner-countdown" role="timer">
          {endsAt > now ? say('endsIn', { left: countdownText(endsAt, now) }) : say('ending')}
        </p>
      </div>
      <div class="banner-actions">
        <Button busy={busy} onClick={wait} data-testid="wait">
          {say('waitMore')}
        </Button>
        <Button kind="danger" onClick={onEnd} data-testid="end-now">
          {say('endNow')}
        </Button>
      </div>
    </div>
  )
}
