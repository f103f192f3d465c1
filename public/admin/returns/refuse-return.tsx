import { useState } from 'preact/hooks'
import type { ReturnView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Confirm } from '../../shared/confirm.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { returnWords } from './words.ts'

type Props = { readonly one: ReturnView; onRefused(one: ReturnView): void; onClose(): void }

export function RefuseReturn({ one, onRefused, onClose }: Props) {
  const say = useWords(returnWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | undefined>()
  const refuse = async () => {
    if (reason.trim() === '') return setFault(say('needReason'))
    setBusy(true)
    try {
      const path = `/api/v1/returns/${encodeURIComponent(one.id)}/refuse`
      onRefused(await call<ReturnView>('POST', path, { body: { reason: reason.trim() } }))
      onClose()
    } catch (error) {
      setFault(sayProblem(error))
      setBusy(false)
    }
  }
  return (
    <Confirm
      title={say('refuseTitle', { number: one.number })}
      confirmLabel={say('refuse')}
      cancelLabel={say('keep')}
      busy={busy}
      onConfirm={refuse}
      onClose={onClose}
    >
      <Field label={say('reason')} hint={say('refuseText')} error={fault}>
        {attributes => (
          <textarea
            {...attributes}
            rows={2}
            maxLength={200}
            value={reason}
            data-testid="refuse-reason"
            onInput={event => {
              setFault(undefined)
              setReason(event.currentTarget.value)
            }}
          />
        )}
      </Field>
    </Confirm>
  )
}
