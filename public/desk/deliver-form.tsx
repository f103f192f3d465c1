import type { OrderView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { useDoorCash } from './door-cash.tsx'

type Props = {
  readonly order: OrderView
  /** Whose parcel it is. */
  readonly storeId: string
  readonly label: string
  readonly cancelLabel: string
  readonly busy: boolean
  onDelivered(body: { readonly shiftId?: string }): void
  onClose(): void
}

/** That a parcel which was paid at the door has arrived, and where its cash is. */
export function DeliverForm({ order, storeId, label, cancelLabel, busy, onDelivered, onClose }: Props) {
  const cash = useDoorCash(order, storeId)
  return (
    <form
      class="form"
      data-testid="deliver-form"
      onSubmit={event => {
        event.preventDefault()
        if (cash.known && !busy) onDelivered(cash.body)
      }}
    >
      {cash.field}
      <div class="form-actions">
        <Button kind="quiet" onClick={onClose}>
          {cancelLabel}
        </Button>
        <Button type="submit" kind="primary" busy={busy} disabled={!cash.known} data-testid="deliver-now">
          {label}
        </Button>
      </div>
    </form>
  )
}
