import { useState } from 'preact/hooks'
import type { RoomView, ShowView } from '../../src/wire.ts'
import { Fault } from '../desk/fault.tsx'
import { recordingReason, recordingReasonWords } from '../desk/recording-reason.ts'
import { useCall } from '../desk/session.tsx'
import { lasted } from '../desk/time-text.ts'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Confirm } from '../shared/confirm.tsx'
import { AlertIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Interrupted } from './interrupted.tsx'
import { useServerNow } from './use-server-now.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly room: RoomView
  /** The show that is on. */
  readonly live: ShowView
  /** Why the rest of this show is not in its replay; null: it is. */
  readonly recordingStopped: string | null
  /** This very device sends the picture. */
  readonly byCamera: boolean
  /** Whether the end is being asked about. */
  readonly asking: boolean
  onAsk(asking: boolean): void
  onEnded(): void
  change(step: (room: RoomView) => RoomView): void
  show(text: string, kind?: 'plain' | 'bad'): void
}

/** What a host must know and be able to do while the show is on: how long, what is wrong, and the end. */
export function OnAir(props: Props) {
  const { room, live, recordingStopped, byCamera, asking, onAsk, change, show } = props
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const sayReason = useWords(recordingReasonWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const now = useServerNow()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const ask = () => {
    setFault(null)
    onAsk(true)
  }
  const end = async () => {
    setBusy(true)
    try {
      await call('POST', `/api/v1/rooms/${encodeURIComponent(room.slug)}/end`)
      onAsk(false)
      props.onEnded()
      show(say('ended'))
    } catch (error) {
      setFault(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {room.interrupted ? (
        <Interrupted
          slug={room.slug}
          interrupted={room.interrupted}
          byCamera={byCamera}
          now={now}
          onWaiting={view => change(() => view)}
          onEnd={ask}
          show={show}
        />
      ) : (
        <div class={byCamera ? 'on-air on-air-here' : 'on-air'}>
          <strong class="lasting" role="timer" aria-label={say('onAirFor')}>
            {live.startedAt !== null && lasted(live.startedAt, now)}
          </strong>
          <span class="one-line on-air-title">{live.title}</span>
          <Button kind="danger" onClick={ask} data-testid="end-show">
            {say('endShow')}
          </Button>
        </div>
      )}
      {recordingStopped !== null && (
        <div class="banner banner-warn" role="alert" data-testid="recording-stopped">
          <AlertIcon />
          <div class="banner-text">
            <strong>{say('recordingStopped')}</strong>
            <span class="small">{say('recordingStoppedText')}</span>
            <span class="small">{recordingReason(recordingStopped, sayReason)}</span>
          </div>
        </div>
      )}
      {asking && (
        <Confirm
          title={say('endTitle')}
          confirmLabel={say('endShow')}
          cancelLabel={sayDesk('cancel')}
          busy={busy}
          onConfirm={end}
          onClose={() => onAsk(false)}
        >
          <p>{say('endText')}</p>
          <Fault text={fault} />
        </Confirm>
      )}
    </>
  )
}
