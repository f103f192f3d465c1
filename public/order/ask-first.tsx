import { useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Confirm } from '../shared/confirm.tsx'

type Props = {
  readonly testId: string
  readonly kind: 'danger' | 'quiet'
  /** On the button, and on the one that confirms it. */
  readonly label: string
  readonly title: string
  readonly text: string
  readonly keepLabel: string
  act(): Promise<void>
  /** Said by who stays: this may be gone with what has changed. */
  onRefused(problem: ApiProblem): void
}

/** A button for what cannot be undone. */
export function AskFirst({ testId, kind, label, title, text, keepLabel, act, onRefused }: Props) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await act()
    } catch (error) {
      onRefused(error instanceof ApiProblem ? error : new ApiProblem(0, 'unexpected', String(error)))
    }
    setAsking(false)
    setBusy(false)
  }
  return (
    <>
      <Button kind={kind} data-testid={testId} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Confirm
          title={title}
          confirmLabel={label}
          cancelLabel={keepLabel}
          busy={busy}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <p>{text}</p>
        </Confirm>
      )}
    </>
  )
}
