import type { ComponentChildren } from 'preact'
import { Button } from '../../shared/button.tsx'
import { AlertIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { useNow } from '../../shared/use-now.ts'
import type { Live } from './live-state.ts'
import { cameraWords } from './words.ts'

type Props = {
  readonly live: Live
  /** Nobody is live any more, on whatever device. */
  readonly over: boolean
  onBegin(): void
  onClose(): void
}

const longMs = 12_000
const refusedWords = { key: 'refusedKey', room: 'refusedRoom', format: 'refusedFormat' } as const

/** What a host must know when viewers do not see this device, and what to do. */
export function StageNotice({ live, over, onBegin, onClose }: Props) {
  const say = useWords(cameraWords)
  const now = useNow()
  switch (live.name) {
    case 'connecting':
      return now - live.since > longMs ? <Notice text={say('connectingLong')} /> : null
    case 'reconnecting':
      return <Notice text={say('reconnectingText')} />
    case 'taken':
      return (
        <Notice title={say(over ? 'over' : 'taken')} text={say(over ? 'overText' : 'takenText')}>
          <Button onClick={onBegin} data-testid="take-back">
            {say(over ? 'goLive' : 'takeBack')}
          </Button>
          <Button onClick={onClose}>{say('closeCamera')}</Button>
        </Notice>
      )
    case 'refused':
      return (
        <Notice title={say('refused')} text={say(refusedWords[live.why])}>
          {live.why === 'key' && <Button onClick={onBegin}>{say('retry')}</Button>}
          <Button onClick={onClose}>{say('closeCamera')}</Button>
        </Notice>
      )
    default:
      return null
  }
}

type NoticeProps = {
  readonly title?: string
  readonly text: string
  readonly children?: ComponentChildren
}

function Notice({ title, text, children }: NoticeProps) {
  return (
    <div class="banner banner-warn cam-notice" role="alert" data-testid="camera-notice">
      <AlertIcon />
      <div class="banner-text">
        {title && <strong>{title}</strong>}
        <span class="small">{text}</span>
      </div>
      {children && <div class="banner-actions">{children}</div>}
    </div>
  )
}
