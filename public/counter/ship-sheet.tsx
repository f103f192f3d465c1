import { useState } from 'preact/hooks'
import type { FulfilmentView, OrderView } from '../../src/wire.ts'
import { Fault } from '../desk/fault.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { counterWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly part: FulfilmentView
  onShipped(): void
  onClose(): void
}

export function ShipSheet({ order, part, onShipped, onClose }: Props) {
  const say = useWords(counterWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [carrier, setCarrier] = useState('')
  const [tracking, setTracking] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    const body = {
      fulfilmentId: part.id,
      ...(carrier.trim() === '' ? {} : { carrier: carrier.trim() }),
      ...(tracking.trim() === '' ? {} : { trackingNumber: tracking.trim() }),
    }
    try {
      await call('POST', `/api/v1/orders/${encodeURIComponent(order.id)}/shipments`, { body })
      onShipped()
    } catch (error) {
      setFault(sayProblem(error))
      setBusy(false)
    }
  }

  return (
    <Sheet small title={say('markShipped')} closeLabel={sayDesk('close')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <p class="quiet">
          {order.number} · {order.contact?.name}
        </p>
        <Field label={say('carrier')} hint={say('optional')}>
          {attributes => (
            <input
              {...attributes}
              value={carrier}
              maxLength={60}
              onInput={event => setCarrier(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={say('tracking')} hint={say('optional')}>
          {attributes => (
            <input
              {...attributes}
              value={tracking}
              maxLength={60}
              autocapitalize="characters"
              onInput={event => setTracking(event.currentTarget.value)}
            />
          )}
        </Field>
        <Fault text={fault} />
        <Button type="submit" kind="primary" wide busy={busy} data-testid="ship">
          {say('markShipped')}
        </Button>
      </form>
    </Sheet>
  )
}
