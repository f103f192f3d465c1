import type { ShiftView } from '../../src/wire.ts'
import { AlertIcon, CheckIcon, ClockIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { sellWords } from './sell/words.ts'

type Props = {
  readonly waiting: number
  readonly refused: number
  readonly lasting: boolean
  readonly shift: ShiftView | null
  onOpen(): void
  onShift(): void
}

/** Whether the server has everything that this device sold; always in sight. */
export function StatusBar({ waiting, refused, lasting, shift, onOpen, onShift }: Props) {
  const say = useWords(sellWords)
  const tone = refused > 0 ? 'bad' : waiting > 0 ? 'warn' : 'good'
  const icons = { good: CheckIcon, warn: ClockIcon, bad: AlertIcon }
  const StatusIcon = icons[tone]
  return (
    <div class="till-status">
      <button
        type="button"
        class={`status status-${tone}`}
        data-testid="status"
        data-waiting={waiting}
        data-refused={refused}
        onClick={onOpen}
      >
        <StatusIcon />
        {refused > 0 && <span>{say('refusedCount', { count: refused })}</span>}
        {waiting > 0 && <span>{say('waitingCount', { count: waiting })}</span>}
        {refused + waiting === 0 && <span>{say('allSent')}</span>}
      </button>
      <button type="button" class="status" onClick={onShift}>
        {shift ? shift.till : say('openShift')}
      </button>
      {!lasting && (
        <p class="callout" role="alert">
          {say('notKept')}
        </p>
      )}
    </div>
  )
}
