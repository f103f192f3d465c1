import { useState } from 'preact/hooks'
import { Confirm } from '../shared/confirm.tsx'
import { useWords } from '../shared/language.tsx'
import { Fault } from './fault.tsx'
import { useCall } from './session.tsx'
import { useProblemText } from './use-problem-text.ts'
import { deskWords } from './words.ts'

type Props = {
  /** What the API deletes. */
  readonly path: string
  readonly title: string
  /** What is lost. */
  readonly text: string
  readonly confirmLabel: string
  onDeleted(): void
  onClose(): void
}

/** Asks, deletes, and says why when the server does not. */
export function ConfirmDelete({ path, title, text, confirmLabel, onDeleted, onClose }: Props) {
  const say = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const remove = async () => {
    setBusy(true)
    setFault(null)
    try {
      await call('DELETE', path)
    } catch (error) {
      setFault(sayProblem(error))
      return
    } finally {
      setBusy(false)
    }
    onDeleted()
  }
  return (
    <Confirm
      title={title}
      confirmLabel={confirmLabel}
      cancelLabel={say('cancel')}
      busy={busy}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{text}</p>
      <Fault text={fault} />
    </Confirm>
  )
}
