import type { FulfilmentView, OrderView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useWords } from '../../shared/language.tsx'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = {
  readonly part: FulfilmentView
  readonly order: OrderView
  readonly open: OpenOrder
  onClose(): void
}

/** Asks before one store's part of an order is cancelled. */
export function CancelPart({ part, order, open, onClose }: Props) {
  const say = useWords(orderWords)
  const call = useCall()
  const items = part.lines.map(({ variantId, quantity }) => {
    const line = order.lines.find(line => line.variantId === variantId)
    return `${quantity} × ${line?.title ?? variantId}`
  })
  const store = part.store.name
  const path = `/api/v1/orders/${encodeURIComponent(order.id)}/fulfilments/${encodeURIComponent(part.id)}/cancel`
  return (
    <Confirm
      title={say('cancelPartTitle', { store })}
      confirmLabel={say('cancelPart')}
      cancelLabel={say('keep')}
      busy={open.busy}
      onConfirm={async () => {
        await open.act(() => call('POST', path))
        onClose()
      }}
      onClose={onClose}
    >
      <p>{say('cancelPartText', { store, items: items.join(', ') })}</p>
    </Confirm>
  )
}
