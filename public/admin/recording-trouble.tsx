import { useCallback } from 'preact/hooks'
import type { Readiness } from '../../src/wire.ts'
import { recordingReason, recordingReasonWords } from '../desk/recording-reason.ts'
import { useCall } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { AlertIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { adminWords } from './words.ts'

const notRecorded = 'A live show is not being recorded. '

/** What the server's own check says of recording, when it is not all well. */
export function RecordingTrouble() {
  const say = useWords(adminWords)
  const sayReason = useWords(recordingReasonWords)
  const call = useCall()
  const { resource } = useResource(
    useCallback((signal: AbortSignal) => call<Readiness>('GET', '/readyz', { signal }), [call]),
  )
  const check = resource.state === 'ready' && resource.value.checks.find(({ name }) => name === 'recording')
  if (!check || check.ok) return null
  const live = check.detail.startsWith(notRecorded)
  const reason = live ? check.detail.slice(notRecorded.length) : check.detail
  return (
    <div class="banner banner-warn" role="alert" data-testid="recording-trouble">
      <AlertIcon />
      <div class="banner-text">
        <strong>{say(live ? 'notRecorded' : 'notRecordedSoon')}</strong>
        <span class="small">{recordingReason(reason, sayReason)}</span>
      </div>
    </div>
  )
}
