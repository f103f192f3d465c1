import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'

type Props = {
  readonly title: string
  readonly children: ComponentChildren
  readonly confirmLabel: string
  readonly cancelLabel: string
  readonly busy?: boolean
  /** Something is missing that the text says. */
  readonly disabled?: boolean
  onConfirm(): void
  onClose(): void
}

/** Asks before what cannot be undone. */
export function Confirm(props: Props) {
  const {
    title,
    children,
    confirmLabel,
    cancelLabel,
    busy = false,
    disabled = false,
    onConfirm,
    onClose,
  } = props
  return (
    <Sheet
      small
      title={title}
      closeLabel={cancelLabel}
      onClose={onClose}
      foot={
        <div class="dialog-actions">
          <Button onClick={onClose}>{cancelLabel}</Button>
          <Button kind="danger" busy={busy} disabled={disabled} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </div>
      }
    >
      {children}
    </Sheet>
  )
}
