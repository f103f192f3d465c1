import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'

type Props = {
  readonly title: string
  readonly children: ComponentChildren
  readonly confirmLabel: string
  readonly cancelLabel: string
  readonly busy?: boolean
  onConfirm(): void
  onClose(): void
}

/** Asks before what cannot be undone. */
export function Confirm({ title, children, confirmLabel, cancelLabel, busy, onConfirm, onClose }: Props) {
  return (
    <Sheet
      small
      title={title}
      closeLabel={cancelLabel}
      onClose={onClose}
      foot={
        <div class="dialog-actions">
          <Button onClick={onClose}>{cancelLabel}</Button>
          <Button kind="danger" busy={busy ?? false} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </div>
      }
    >
      {children}
    </Sheet>
  )
}
